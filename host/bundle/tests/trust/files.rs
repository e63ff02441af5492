//! Damaged, swapped, endless and hostile files; a store that was tampered with, or whose process was killed.

use crate::world::{TARGETS, TODAY, World, code, day, forge, meta, resnapshot};
use sekisho_bundle::trust::{Files, Tar, TrustError, TrustStore};
use sekisho_model::error::Hint as _;

fn metadata(files: &Files) -> Vec<String> {
    files
        .keys()
        .filter(|path| path.starts_with("metadata/"))
        .cloned()
        .collect()
}

/// A store that pinned the root and nothing else, fresh each time.
fn fresh(world: &World) -> TrustStore {
    drop(std::fs::remove_dir_all(world.path("store")));
    std::fs::create_dir(world.path("store")).unwrap();
    let store = world.store();
    store.init(&world.files()["metadata/1.root.json"]).unwrap();
    store
}

#[test]
fn damaged_metadata_is_refused() {
    let world = World::new();
    world.publish_list(|_| {});
    let store = fresh(&world);
    let good = world.files();
    let read = [
        "metadata/timestamp.json",
        "metadata/2.snapshot.json",
        "metadata/2.targets.json",
        "metadata/1.kansai.json",
    ];
    for path in read {
        let bytes = &good[path];
        let half = bytes[..bytes.len() / 2].to_vec();
        let garbage = [bytes.as_slice(), b"x"].concat();
        let twice = [b"{\"signed\":{},".as_slice(), &bytes[1..]].concat();
        let marked = ["\u{feff}".as_bytes(), bytes].concat();
        let wide: Vec<u8> = bytes.iter().flat_map(|b| [*b, 0]).collect();
        let deep = "[".repeat(1 << 19).into_bytes();
        for damaged in [
            half,
            garbage,
            twice,
            marked,
            wide,
            deep,
            Vec::new(),
            b"null".to_vec(),
            b"{}".to_vec(),
        ] {
            let mut files = good.clone();
            files.insert(path.to_owned(), damaged);
            assert_eq!(code(store.update(files, day(TODAY))), "trust-malformed", "{path}");
        }
    }
    for path in metadata(&good).iter().filter(|path| read.contains(&path.as_str())) {
        for other in metadata(&good) {
            if good[path] != good[&other] {
                let mut files = good.clone();
                files.insert(path.clone(), good[&other].clone());
                assert_ne!(code(store.update(files, day(TODAY))), "accepted", "{path} {other}");
            }
        }
    }
    assert_eq!(code(store.update(good, day(TODAY))), "accepted");
}

#[test]
fn endless_files_are_not_read_to_their_end() {
    let world = World::new();
    let store = fresh(&world);
    for path in [
        "metadata/timestamp.json",
        "metadata/1.snapshot.json",
        "metadata/1.targets.json",
        "metadata/1.kansai.json",
        "metadata/2.root.json",
    ] {
        let mut files = world.files();
        files.insert(path.to_owned(), vec![b' '; (4 << 20) + 1]);
        assert_eq!(code(store.update(files, day(TODAY))), "trust-oversize", "{path}");
    }
    // Longer than the snapshot says, and a role whose length is not said at all.
    let mut files = world.files();
    files
        .get_mut("metadata/1.targets.json")
        .unwrap()
        .extend_from_slice(b"   ");
    assert_eq!(code(store.update(files, day(TODAY))), "trust-oversize");
    // A target that is longer or shorter than its role says.
    let list = world
        .files()
        .keys()
        .find(|path| path.ends_with(".signers.json") && !path.contains("kansai"))
        .unwrap()
        .clone();
    let mut files = world.files();
    files.get_mut(&list).unwrap().push(b' ');
    assert_eq!(code(store.update(files, day(TODAY))), "trust-oversize");
    let mut files = world.files();
    files.get_mut(&list).unwrap().pop();
    assert_eq!(code(store.update(files, day(TODAY))), "trust-target");
    let mut files = world.files();
    files.remove(&list).unwrap();
    assert_eq!(code(store.update(files, day(TODAY))), "trust-missing");
}

#[test]
fn a_list_that_was_altered_or_is_none_is_refused() {
    let world = World::new();
    let store = fresh(&world);
    let list = world
        .files()
        .keys()
        .find(|path| path.ends_with(".signers.json") && !path.contains("kansai"))
        .unwrap()
        .clone();
    let mut files = world.files();
    let text = String::from_utf8(files[&list].clone()).unwrap();
    files.insert(list, text.replacen("association", "associatiom", 1).into_bytes());
    assert_eq!(code(store.update(files, day(TODAY))), "trust-target");
    // Well signed, and nothing that this program can read.
    for bytes in [
        &b"{}"[..],
        b"{\"format\":\"signers/2\"}",
        b"{\"format\":\"signers/1\",\"more\":1}",
        b"{\"format\":\"signers/1\",\"format\":\"signers/1\"}",
    ] {
        let mut files = world.files();
        let digest = sekisho_model::Digest::of(bytes).hex();
        files.insert(format!("targets/{digest}.signers.json"), bytes.to_vec());
        forge(
            &mut files,
            "metadata/1.targets.json",
            "metadata/1.targets.json",
            &TARGETS,
            |signed| {
                signed["targets"]["signers.json"] =
                    serde_json::json!({"length": bytes.len(), "hashes": {"sha256": digest}});
            },
        );
        let listed = meta(&files["metadata/1.targets.json"], 1);
        resnapshot(&mut files, 1, 1, 1, |meta| meta["targets.json"] = listed);
        assert_eq!(code(store.update(files, day(TODAY))), "trust-malformed");
    }
    let mut files = world.files();
    forge(
        &mut files,
        "metadata/1.targets.json",
        "metadata/1.targets.json",
        &TARGETS,
        |signed| signed["targets"] = serde_json::json!({}),
    );
    let listed = meta(&files["metadata/1.targets.json"], 1);
    resnapshot(&mut files, 1, 1, 1, |meta| meta["targets.json"] = listed);
    assert_eq!(code(store.update(files, day(TODAY))), "trust-missing");
}

/// One flipped bit anywhere: refused, or it says the same (white space, a digit's case).
#[test]
fn one_flipped_bit_changes_nothing_unseen() {
    let world = World::new();
    let good = world.files();
    let expected = fresh(&world).update(good.clone(), day(TODAY)).unwrap();
    let mut tried = 0;
    for (path, bytes) in &good {
        for at in (0..bytes.len()).step_by(11) {
            let mut files = good.clone();
            files.get_mut(path).unwrap()[at] ^= 1 << (at % 7);
            let root = &good["metadata/1.root.json"];
            let read = sekisho_bundle::trust::TrustState::reopen(files, root, day(TODAY), &world.path("scratch"));
            if let Ok(state) = read {
                assert_eq!(state.roles(), expected.roles(), "{path} {at}");
                assert_eq!(state.lists(), expected.lists(), "{path} {at}");
            }
            tried += 1;
        }
    }
    assert!(tried > 400, "{tried}");
}

#[test]
fn links_and_pipes_are_not_followed() {
    let world = World::new();
    let store = fresh(&world);
    let path = world.path("repository").join("metadata/timestamp.json");
    std::fs::remove_file(&path).unwrap();
    std::os::unix::fs::symlink("/dev/zero", &path).unwrap();
    let from = || sekisho_bundle::trust::Folder::new(world.dir("repository"));
    assert_eq!(code(store.update(from(), day(TODAY))), "trust-malformed");
    std::fs::remove_file(&path).unwrap();
    let made = std::process::Command::new("mkfifo").arg(&path).status();
    if made.is_ok_and(|status| status.success()) {
        assert_eq!(code(store.update(from(), day(TODAY))), "trust-malformed");
        std::fs::remove_file(&path).unwrap();
    }
    std::fs::create_dir(&path).unwrap();
    assert_eq!(code(store.update(from(), day(TODAY))), "trust-malformed");
}

fn tar_of(files: &Files, prefix: &str) -> tar::Builder<Vec<u8>> {
    let mut tar = tar::Builder::new(Vec::new());
    for (path, bytes) in files {
        let mut header = tar::Header::new_ustar();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        tar.append_data(&mut header, format!("{prefix}{path}"), bytes.as_slice())
            .unwrap();
    }
    tar
}

#[test]
fn a_tar_on_a_stick_is_as_good_as_a_folder() {
    let world = World::new();
    for prefix in ["", "./", "copy/"] {
        let tar = Tar::new(tar_of(&world.files(), prefix).into_inner().unwrap()).unwrap();
        assert_eq!(code(fresh(&world).update(tar, day(TODAY))), "accepted", "{prefix}");
    }
}

#[test]
fn a_hostile_tar_is_refused() {
    let world = World::new();
    let refused = |tar: Vec<u8>| Tar::new(tar).map(|_| ()).unwrap_err().code();
    for kind in [
        tar::EntryType::Symlink,
        tar::EntryType::Link,
        tar::EntryType::Char,
        tar::EntryType::Fifo,
        tar::EntryType::Block,
    ] {
        let mut tar = tar_of(&world.files(), "");
        let mut header = tar::Header::new_ustar();
        header.set_entry_type(kind);
        header.set_size(0);
        header.set_path("metadata/link").unwrap();
        header.set_link_name("timestamp.json").unwrap();
        header.set_cksum();
        tar.append(&header, &[][..]).unwrap();
        assert_eq!(refused(tar.into_inner().unwrap()), "trust-malformed", "{kind:?}");
    }
    for name in [
        &b"../metadata/timestamp.json"[..],
        b"/metadata/x.json",
        b"metadata/../../x",
        b"metadata/\xff.json",
    ] {
        let mut header = tar::Header::new_ustar();
        header.as_mut_bytes()[..name.len()].copy_from_slice(name);
        header.set_size(1);
        header.set_entry_type(tar::EntryType::Regular);
        header.set_cksum();
        let mut tar = tar::Builder::new(Vec::new());
        tar.append(&header, &b"x"[..]).unwrap();
        assert_eq!(refused(tar.into_inner().unwrap()), "trust-malformed");
    }
    let mut twice = tar_of(&world.files(), "");
    let mut header = tar::Header::new_ustar();
    header.set_size(2);
    twice
        .append_data(&mut header, "metadata/timestamp.json", &b"{}"[..])
        .unwrap();
    assert_eq!(refused(twice.into_inner().unwrap()), "trust-malformed");
    let whole = tar_of(&world.files(), "").into_inner().unwrap();
    assert_eq!(refused(whole[..700].to_vec()), "trust-malformed");
    assert_eq!(refused([0x1f, 0x8b, 8, 0, 0, 0, 0, 0].repeat(100)), "trust-malformed");
}

#[test]
fn a_killed_update_leaves_the_old_state() {
    let world = World::new();
    let store = world.updated();
    let before = store.state(day(TODAY)).unwrap().digest();
    // What a process leaves that was killed while it wrote: half of the next generation, half of the next pointer.
    let half = world.path("store").join("generation-2/metadata");
    std::fs::create_dir_all(&half).unwrap();
    std::fs::write(half.join("timestamp.json"), b"{\"signed\":").unwrap();
    std::fs::write(world.path("store").join("seen.json.part"), b"{\"format\":").unwrap();
    assert_eq!(store.state(day(TODAY)).unwrap().digest(), before);
    world.publish_list(|list| list.signers[0].not_after = Some(day("2029-01-01")));
    let after = store.update(world.files(), day(TODAY)).unwrap().digest();
    assert_ne!(before, after);
    assert_eq!(store.state(day(TODAY)).unwrap().digest(), after);
    let mut names: Vec<String> = std::fs::read_dir(world.path("store"))
        .unwrap()
        .map(|e| e.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(names, ["generation-2", "lock", "root.json", "seen.json"]);
}

#[test]
fn a_refused_update_changes_no_byte_of_the_store() {
    let world = World::new();
    let store = world.updated();
    let bytes = |world: &World| {
        let mut all = Vec::new();
        for name in ["seen.json", "root.json", "generation-1/metadata/timestamp.json"] {
            all.push(std::fs::read(world.path("store").join(name)).unwrap());
        }
        all
    };
    let before = bytes(&world);
    let mut files = world.files();
    files.insert("metadata/timestamp.json".to_owned(), b"{}".to_vec());
    assert_eq!(code(store.update(files, day(TODAY))), "trust-malformed");
    assert_eq!(bytes(&world), before);
    assert!(!world.path("store").join("generation-2").exists());
}

#[test]
fn a_store_that_was_tampered_with_is_refused() {
    let world = World::new();
    let store = world.updated();
    let old = world.path("store").join("generation-1");
    let keep = world.path("kept");
    copy(&old, &keep);
    world.publish_list(|list| list.signers[0].not_after = Some(day("2029-01-01")));
    store.update(world.files(), day(TODAY)).unwrap();
    let now = world.path("store").join("generation-2");
    // The old generation in the place of the new one.
    copy(&now, &world.path("new"));
    std::fs::remove_dir_all(&now).unwrap();
    copy(&keep, &now);
    assert_eq!(code(store.state(day(TODAY))), "trust-rollback");
    assert_eq!(code(store.update(world.files(), day(TODAY))), "trust-rollback");
    // One byte of it.
    std::fs::remove_dir_all(&now).unwrap();
    copy(&world.path("new"), &now);
    assert_eq!(code(store.state(day(TODAY))), "accepted");
    let stamp = now.join("metadata/timestamp.json");
    let text = std::fs::read_to_string(&stamp).unwrap();
    std::fs::write(&stamp, text.replace("2027-01-10", "2028-01-10")).unwrap();
    assert_eq!(code(store.state(day(TODAY))), "trust-threshold");
    std::fs::remove_dir_all(&now).unwrap();
    assert_eq!(code(store.state(day(TODAY))), "trust-store");
    // Another root.
    std::fs::write(world.path("store").join("root.json"), b"{}").unwrap();
    assert_eq!(code(store.state(day(TODAY))), "trust-other-root");
    std::fs::remove_file(world.path("store").join("root.json")).unwrap();
    assert_eq!(code(store.state(day(TODAY))), "trust-store");
}

fn copy(from: &std::path::Path, to: &std::path::Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &to.join(entry.file_name()));
        } else {
            std::fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
        }
    }
}

#[test]
fn a_root_is_pinned_once_and_by_one_process() {
    let world = World::new();
    let store = world.pinned();
    let again = store.init(&world.files()["metadata/1.root.json"]).unwrap_err();
    assert_eq!(again.code(), "trust-store");
    let lock = std::fs::OpenOptions::new()
        .write(true)
        .open(world.path("store").join("lock"))
        .unwrap();
    lock.lock().unwrap();
    assert_eq!(store.update(world.files(), day(TODAY)).unwrap_err(), TrustError::Busy);
    drop(lock);
    assert_eq!(code(store.update(world.files(), day(TODAY))), "accepted");
    // What its own keys do not sign is not pinned.
    let mut files = world.files();
    forge(&mut files, "metadata/1.root.json", "metadata/1.root.json", &[1], |_| {});
    let refused = fresh(&world).init(&files["metadata/1.root.json"]).unwrap_err();
    assert_eq!(refused.code(), "trust-threshold");
}
