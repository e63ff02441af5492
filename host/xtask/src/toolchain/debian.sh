# Assembles a Rust toolchain with a wasm32-unknown-unknown standard library from Debian's packages into $1.
# Nothing is installed but, when LLVM's own libraries are missing, the libllvm package. Progress goes to stderr; the
# reason for giving up goes to stdout, as its last line.
set -euo pipefail

TARGET=wasm32-unknown-unknown
HOST=x86_64-unknown-linux-gnu
OLDEST=1.88
DIR=$1
RECIPE=1 # raise it when the steps below change: an assembled toolchain of an older recipe is made anew

say() { printf 'guest toolchain: %s\n' "$*" >&2; }
die() { printf '%s\n' "$*"; exit 1; }
have() { command -v "$1" >/dev/null 2>&1; }

# Runs a command as root, when that is possible without asking anybody.
as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"
    elif have sudo && sudo -n true 2>/dev/null; then sudo -n "$@"
    else return 1
    fi
}

candidate() { LC_ALL=C apt-cache policy rustc-web 2>/dev/null | sed -n 's/^ *Candidate: //p'; }
is_fit() { [ -n "$1" ] && [ "$1" != '(none)' ] && dpkg --compare-versions "${1%%+*}" ge "$OLDEST"; }

update_lists() {
    say "apt-get update"
    as_root apt-get update -qq >/dev/null 2>&1 || say "apt-get update did not work (not root, or no archive)"
}

have apt-get && have dpkg || die "this is not Debian, so its packages cannot help"
[ "$(dpkg --print-architecture)" = amd64 ] || die "the Debian way is written for amd64, this is $(dpkg --print-architecture)"
for tool in cargo readelf tar ldd; do have "$tool" || die "the Debian way needs '$tool'"; done

# Lists may be missing, or older than the archive.
version=$(candidate)
if ! is_fit "$version"; then update_lists; version=$(candidate); fi
is_fit "$version" || die "Debian offers rustc-web '${version:-none}' here, $OLDEST or newer is needed (bookworm-security has it)"

if [ "$(cat "$DIR/.stamp" 2>/dev/null)" = "rustc-web $version recipe $RECIPE" ] && "$DIR/bin/rustc" --version >/dev/null 2>&1; then
    exit 0
fi

WORK=$DIR.work
NEW=$DIR.new
rm -rf "$WORK" "$NEW"
mkdir -p "$WORK/debs" "$WORK/root" "$NEW"
WORK=$(cd "$WORK" && pwd)
NEW=$(cd "$NEW" && pwd)
trap 'rm -rf "$WORK" "$NEW"' EXIT
free=$(df -Pm "$WORK" | awk 'NR==2{print $4}')
[ "$free" -ge 2500 ] || die "the Debian way needs 2.5 GB for a while, $(dirname "$DIR") has $free MB"

# Names the packages of $version: the standard library's package carries the short version in its name, and the LLVM is
# the one this compiler was linked against.
name_packages() {
    local upstream=${version%%+*}
    local short=${upstream%.*}
    llvm=$(LC_ALL=C apt-cache show "libstd-rust-web-$short=$version" 2>/dev/null | sed -n 's/^Depends:.*\(libllvm[0-9]*\).*/\1/p' | head -1)
    packages=("rustc-web=$version" "libstd-rust-web-$short=$version" "libstd-rust-web-dev=$version" "rust-web-src=$version" "$llvm" "lld-${llvm#libllvm}")
}
download() { (cd "$WORK/debs" && rm -f ./*.deb && apt-get download -qq "${packages[@]}") >"$WORK/apt.log" 2>&1; }

name_packages
[ -n "$llvm" ] || die "cannot tell which libllvm rustc-web $version depends on"
say "downloading rustc-web $version and its parts (130 MB)"
if ! download; then
    # The archive keeps only the newest build: old lists name files that are gone.
    update_lists
    version=$(candidate)
    is_fit "$version" || die "Debian offers rustc-web '${version:-none}' after the update, $OLDEST or newer is needed"
    name_packages
    download || die "apt-get download failed: $(tail -1 "$WORK/apt.log")"
fi
upstream=${version%%+*}
for deb in "$WORK"/debs/*.deb; do
    case $deb in
        */rust-web-src_*) dpkg --fsys-tarfile "$deb" | tar -x -C "$WORK/root" --wildcards './usr/src/rustc-*/library' './usr/src/rustc-*/Cargo.lock' ;;
        *) dpkg -x "$deb" "$WORK/root" ;;
    esac
done

say "assembling it in $DIR"
R=$WORK/root/usr
mkdir -p "$NEW/bin" "$NEW/lib" "$NEW/libexec" "$NEW/lib/rustlib/$HOST/bin" "$NEW/lib/rustlib/src"
cp "$R/bin/rustc" "$NEW/libexec/rustc"
cp "$R"/lib/x86_64-linux-gnu/librustc_driver-*.so "$NEW/lib/"
library=$(find "$R/lib" -name 'libLLVM.so.*' -type f | head -1)
[ -n "$library" ] || die "$llvm holds no libLLVM.so"
soname=$(readelf -d "$NEW"/lib/librustc_driver-*.so | sed -n 's/.*\[\(libLLVM[^]]*\)\].*/\1/p')
[ -n "$soname" ] || die "the compiler names no libLLVM"
cp "$library" "$NEW/lib/$soname"
mv "$R/lib/rustlib/$HOST/lib" "$NEW/lib/rustlib/$HOST/lib"
linker=$(find "$R" -path '*/bin/lld' -type f | head -1)
[ -n "$linker" ] || die "lld-${llvm#libllvm} holds no lld"
cp "$linker" "$NEW/lib/rustlib/$HOST/bin/rust-lld"
# The compiler and its linker find their libraries beside themselves, however they are started.
cat >"$NEW/bin/rustc" <<'WRAPPER'
#!/bin/sh
d=$(dirname "$(dirname "$(readlink -f "$0")")")
LD_LIBRARY_PATH="$d/lib${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"; export LD_LIBRARY_PATH
exec "$d/libexec/rustc" "$@"
WRAPPER
chmod +x "$NEW/bin/rustc"
# Debian's rustc works with the cargo at hand; without this link rustup would say so at each call.
if have rustup; then ln -s "$(rustup which cargo)" "$NEW/bin/cargo"; else ln -s "$(command -v cargo)" "$NEW/bin/cargo"; fi

missing=$(LD_LIBRARY_PATH="$NEW/lib" ldd "$NEW"/lib/librustc_driver-*.so "$NEW/lib/$soname" | sed -n 's/^[ \t]*\([^ ]*\) => not found.*/\1/p' | sort -u | tr '\n' ' ')
if [ -n "$missing" ]; then
    say "apt-get install $llvm (for $missing)"
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$llvm" >"$WORK/apt.log" 2>&1 \
        || die "libraries are missing ($missing): run 'apt-get install $llvm' as root once"
fi
"$NEW/bin/rustc" --version >/dev/null || die "the assembled compiler does not start"

# The standard library for the target, from the packaged sources and their vendored dependencies: no registry is asked.
src=$(echo "$R"/src/rustc-*)
ln -s "$src" "$NEW/lib/rustlib/src/rust"
mkdir -p "$WORK/std/src" "$WORK/std/.cargo"
: >"$WORK/std/src/lib.rs"
cat >"$WORK/std/Cargo.toml" <<'MANIFEST'
[package]
name = "stdbuild"
version = "0.0.0"
edition = "2021"
[profile.release]
opt-level = 3
codegen-units = 1
debug = 0
panic = "abort"
[workspace]
MANIFEST
printf '[source.crates-io]\nreplace-with = "vendored"\n[source.vendored]\ndirectory = "%s"\n' "$src/library/vendor" >"$WORK/std/.cargo/config.toml"
say "building std for $TARGET (about a minute, once)"
for name in $(compgen -e | grep -E '^(CARGO_(BUILD_|PROFILE_|TARGET_|UNSTABLE_|PKG_|MANIFEST_|ENCODED_|INCREMENTAL)|RUSTC|RUSTFLAGS$|RUSTDOC)' || true); do unset "$name"; done
(cd "$WORK/std" && RUSTC=$NEW/bin/rustc RUSTC_BOOTSTRAP=1 CARGO_TARGET_DIR=$WORK/std/target CARGO_INCREMENTAL=0 \
    RUSTFLAGS="-Cembed-bitcode=yes --remap-path-prefix=$src=/rustc/debian-$upstream --remap-path-prefix=$NEW/lib/rustlib/src/rust=/rustc/debian-$upstream" \
    "$NEW/bin/cargo" build --offline --release --target "$TARGET" -Zbuild-std=std,panic_abort) >"$WORK/std.log" 2>&1 \
    || { tail -20 "$WORK/std.log" >&2; die "building std for $TARGET failed"; }
mkdir -p "$NEW/lib/rustlib/$TARGET/lib"
for rlib in "$WORK/std/target/$TARGET"/release/deps/lib*.rlib; do
    case $rlib in */libstdbuild-*) ;; *) cp "$rlib" "$NEW/lib/rustlib/$TARGET/lib/" ;; esac
done
rm -rf "$NEW/lib/rustlib/src"
ls "$NEW/lib/rustlib/$TARGET/lib"/libstd-*.rlib >/dev/null 2>&1 || die "the std build left no libstd"

printf 'rustc-web %s recipe %s\n' "$version" "$RECIPE" >"$NEW/.stamp"
rm -rf "$DIR"
mv "$NEW" "$DIR"
say "made $DIR ($(du -sm "$DIR" | cut -f1) MB)"
