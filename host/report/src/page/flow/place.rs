//! Where the boxes stand: the column is how many steps of the flow lie before an event, the track the first free one of its lane.
//! Without chance and without looking at more than a bounded part, so that a hostile register costs no more than a large one.

use super::Flow;
use std::collections::BTreeSet;

/// Columns that a picture has room for.
const COLUMNS: usize = 12;
/// Tracks of one lane.
const TRACKS: usize = 8;
/// Tracks of all lanes.
const ALL_TRACKS: usize = 60;

/// Column and track of a box.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Placed {
    pub(super) column: usize,
    pub(super) track: usize,
}

/// All places.
#[derive(Debug, Default)]
pub(super) struct Plan {
    /// First track and number of tracks of each lane; no track where nothing of it is drawn.
    pub(super) lanes: Vec<(usize, usize)>,
    /// The place of each event; none where it found no room.
    pub(super) events: Vec<Option<Placed>>,
    /// Columns in use.
    pub(super) columns: usize,
    /// Tracks in use.
    pub(super) tracks: usize,
    /// Events without room.
    pub(super) left: usize,
}

impl Plan {
    pub(super) fn of(flow: &Flow) -> Self {
        let columns = columns(flow);
        let mut taken: Vec<BTreeSet<(usize, usize)>> = vec![BTreeSet::new(); flow.lanes.len()];
        let mut own: Vec<Option<Placed>> = Vec::with_capacity(flow.events.len());
        for (event, column) in flow.events.iter().zip(columns) {
            let lane = taken.get_mut(event.lane).filter(|_| column < COLUMNS);
            own.push(lane.and_then(|taken| {
                let track = (0..TRACKS).find(|track| !taken.contains(&(column, *track)))?;
                taken.insert((column, track));
                Some(Placed { column, track })
            }));
        }
        let mut plan = Self::default();
        for lane in &taken {
            let wanted = lane.iter().map(|(_, track)| track + 1).max().unwrap_or(0);
            let tracks = if plan.tracks + wanted > ALL_TRACKS { 0 } else { wanted };
            plan.lanes.push((plan.tracks, tracks));
            plan.tracks += tracks;
        }
        for (event, own) in flow.events.iter().zip(own) {
            let lane = plan.lanes.get(event.lane).copied().filter(|(_, tracks)| *tracks > 0);
            let at = own.zip(lane).map(|(own, (first, _))| Placed {
                column: own.column,
                track: first + own.track,
            });
            plan.columns = plan.columns.max(at.map_or(0, |at| at.column + 1));
            plan.left += usize::from(at.is_none() && !event.is_arrival);
            plan.events.push(at);
        }
        plan
    }
}

/// The longest way to each event, in steps. Circles end at the number of columns, after which nothing is drawn anyway.
fn columns(flow: &Flow) -> Vec<usize> {
    let mut columns = vec![0_usize; flow.events.len()];
    for _ in 0..=COLUMNS {
        let mut is_still = true;
        for link in &flow.links {
            // What goes back in the list goes back in the picture, too.
            let Some(from) = link.from.filter(|from| *from < link.to) else {
                continue;
            };
            let least = columns.get(from).map_or(0, |column| column + 1);
            if let Some(column) = columns.get_mut(link.to).filter(|column| **column < least) {
                *column = least;
                is_still = false;
            }
        }
        if is_still {
            break;
        }
    }
    columns
}
