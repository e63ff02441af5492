//! Both ways give the engine the same, and a sealed file is closed to everybody.
#![allow(clippy::unwrap_used, reason = "tests")]

use super::{Code, PIECE};
use std::io::{ErrorKind, Read};
use wasmtime::component::Component;
use wasmtime::{Engine, Store};

const ANSWER: &str = r#"(component
    (core module $m (func (export "f") (result i32) i32.const 41))
    (core instance $i (instantiate $m))
    (func (export "f") (result u32) (canon lift (core func $i "f"))))"#;

fn answer(engine: &Engine, code: &Component) -> u32 {
    let mut store = Store::new(engine, ());
    let linker = wasmtime::component::Linker::new(engine);
    let instance = linker.instantiate(&mut store, code).unwrap();
    let f = instance.get_typed_func::<(), (u32,)>(&mut store, "f").unwrap();
    f.call(&mut store, ()).unwrap().0
}

/// Gives little at a time, and is interrupted between.
struct Halting<'b>(&'b [u8], bool);

impl Read for Halting<'_> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        self.1 = !self.1;
        match self.1 {
            true => Err(ErrorKind::Interrupted.into()),
            false => {
                let some = into.len().min(1000);
                self.0.read(into.get_mut(..some).unwrap())
            }
        }
    }
}

/// From bytes to code, showing each piece on the way.
type Way = fn(&mut dyn FnMut(&[u8]), &[u8]) -> Code;

#[test]
fn every_way_to_the_engine_gives_the_same_code() {
    let engine = Engine::default();
    let bytes = Component::new(&engine, ANSWER).unwrap().serialize().unwrap();
    assert!(bytes.len() < PIECE, "one piece, where the file gives as much");
    let ways: [Way; 3] = [
        |seen, bytes| Code::take(bytes, seen).unwrap(),
        |seen, bytes| Code::take(Halting(bytes, false), seen).unwrap(),
        |seen, bytes| Code::into_bytes(bytes, seen).unwrap(),
    ];
    for way in ways {
        let mut shown = Vec::new();
        let code = way(&mut |piece| shown.extend_from_slice(piece), &bytes);
        assert!(shown == bytes && code.len() == bytes.len() as u64);
        // SAFETY: this engine made it.
        let code = unsafe { code.load(&engine) }.unwrap();
        assert_eq!(answer(&engine, &code), 41);
    }
}

#[test]
fn long_code_is_shown_piece_by_piece_in_its_order() {
    let bytes: Vec<u8> = (0..3 * PIECE + 7).map(|n| u8::try_from(n % 251).unwrap()).collect();
    let mut shown = Vec::new();
    let code = Code::take(bytes.as_slice(), |piece| shown.extend_from_slice(piece)).unwrap();
    assert!(shown == bytes && code.len() == bytes.len() as u64);
    // SAFETY: the engine refuses what is no code at all before it believes anything of it.
    assert!(unsafe { code.load(&Engine::default()) }.is_err());
}

#[cfg(target_os = "linux")]
#[test]
fn nobody_writes_to_a_sealed_file() {
    use std::io::Write as _;
    let mut file = super::sealed::File::new().unwrap();
    file.write(b"before").unwrap();
    file.seal().unwrap();
    assert!(file.write(b"after").is_err());
    let opened = std::fs::File::options().write(true).open(file.path());
    if let Ok(mut opened) = opened {
        assert!(opened.write_all(b"X").is_err());
        assert!(opened.set_len(0).is_err());
    }
    assert_eq!(file.read().unwrap(), b"before");
}
