//! What hangs on what: the edges between components, from the whole to its part and from the user to what is used.

use sekisho_sdk::prelude::*;
use sekisho_sdk::views::sbom::Dependency;

/// Relations that tie a component into the product. Others (`patch-for`, `copy-of` …) say something about a component,
/// not that it is part of the product.
const COMPOSITION: &[&str] = &[
    "depends-on",
    "contains",
    "provides",
    "dynamic-link",
    "static-link",
    "has-prerequisite",
    "has-optional-component",
    "packaged-by",
    "has-dynamic-link",
    "has-static-link",
    "has-optional-dependency",
    "has-provided-dependency",
];

/// The components as a graph.
#[derive(Debug)]
pub(crate) struct Graph {
    edges: Vec<Vec<u32>>,
}

impl Graph {
    /// Of all documents at once: edges never leave a document.
    pub(crate) fn of(cx: &Context<'_>) -> Self {
        let mut edges: Vec<Vec<u32>> = vec![Vec::new(); cx.sbom().components().len()];
        let mut add = |from: u32, to: u32| {
            if let Some(list) = edges.get_mut(from as usize) {
                list.push(to);
            }
        };
        for component in cx.sbom().components() {
            if let Some(parent) = component.parent() {
                add(parent.row(), component.row());
            }
        }
        for dependency in cx.sbom().dependencies() {
            if is_composition(dependency)
                && let (Some(from), Some(to)) = (dependency.from(), dependency.to())
            {
                add(from.row(), to.row());
            }
        }
        Self { edges }
    }

    /// Adds a way from a component to the root of another document.
    pub(crate) fn join(&mut self, from: u32, to: u32) {
        if let Some(list) = self.edges.get_mut(from as usize) {
            list.push(to);
        }
    }

    /// For each component the one before it on a shortest way from a root (a root: itself); `None` where no way leads to it.
    pub(crate) fn ways(&self, roots: impl IntoIterator<Item = u32>) -> Vec<Option<u32>> {
        let mut before: Vec<Option<u32>> = vec![None; self.edges.len()];
        let mut layer = std::collections::VecDeque::new();
        for root in roots {
            if let Some(slot @ None) = before.get_mut(root as usize) {
                *slot = Some(root);
                layer.push_back(root);
            }
        }
        while let Some(from) = layer.pop_front() {
            for to in self.edges.get(from as usize).into_iter().flatten() {
                if let Some(slot @ None) = before.get_mut(*to as usize) {
                    *slot = Some(from);
                    layer.push_back(*to);
                }
            }
        }
        before
    }

    /// How many steps each component is away from the nearest of the roots; `None` where no way leads to it.
    pub(crate) fn distances(&self, roots: impl IntoIterator<Item = u32>) -> Vec<Option<u32>> {
        let mut distances: Vec<Option<u32>> = vec![None; self.edges.len()];
        let mut layer: Vec<u32> = Vec::new();
        for root in roots {
            if let Some(distance @ None) = distances.get_mut(root as usize) {
                *distance = Some(0);
                layer.push(root);
            }
        }
        let mut steps = 0;
        while !layer.is_empty() {
            steps += 1;
            let mut next = Vec::new();
            for from in layer {
                for to in self.edges.get(from as usize).into_iter().flatten() {
                    if let Some(distance @ None) = distances.get_mut(*to as usize) {
                        *distance = Some(steps);
                        next.push(*to);
                    }
                }
            }
            layer = next;
        }
        distances
    }
}

/// Whether an edge says what a component consists of or depends on.
pub(crate) fn is_composition(dependency: Dependency<'_>) -> bool {
    dependency
        .relation()
        .is_some_and(|relation| COMPOSITION.contains(&relation))
}

#[cfg(test)]
mod tests {
    use super::Graph;

    #[test]
    fn ways_lead_back_to_a_root_and_cross_documents() {
        let mut graph = Graph {
            edges: vec![vec![1], vec![], vec![3], vec![2]],
        };
        graph.join(1, 2);
        assert_eq!(graph.ways([0]), [Some(0), Some(0), Some(1), Some(2)]);
    }

    #[test]
    fn distances_are_the_shortest_and_cycles_end() {
        let graph = Graph {
            edges: vec![vec![1, 2], vec![2, 0], vec![3], vec![0], vec![3]],
        };
        assert_eq!(graph.distances([0]), [Some(0), Some(1), Some(1), Some(2), None]);
        assert_eq!(graph.distances([]), [None; 5]);
        assert_eq!(graph.distances([9]), [None; 5]);
    }
}
