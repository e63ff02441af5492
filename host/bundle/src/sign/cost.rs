//! How a key file is encrypted, and what opening one may cost: a file that asks for 64 GiB is refused before the first byte.

use super::error::KeyError;
use pkcs8::pkcs5::pbes2::{EncryptionScheme, Kdf, Parameters, Pbkdf2Prf, Salt, ScryptParams};

/// Most memory that is spent on opening a key.
const MAX_MEMORY: u64 = 256 << 20;
/// Most work of scrypt: N·r·p, about ten seconds.
const MAX_WORK: u64 = 1 << 24;
/// Most rounds of PBKDF2.
const MAX_ROUNDS: u32 = 10_000_000;

/// Random bytes for salt and initialization vector.
pub(super) const RANDOM_BYTES: usize = 32;

/// How keys are written: PBES2 with scrypt (N = 2¹⁴, r = 8, p = 5: 16 MiB) and AES-256-CBC.
///
/// As hard to guess at as N = 2¹⁷ with p = 1 by the count of blocks, and OpenSSL opens it: it refuses more than 32 MiB.
pub(super) fn chosen(random: &[u8; RANDOM_BYTES]) -> Result<Parameters, KeyError> {
    let (salt, iv) = random.split_at(16);
    let badly = |error: &dyn std::fmt::Display| KeyError::Encoding(error.to_string());
    Ok(Parameters {
        kdf: Kdf::Scrypt(ScryptParams {
            salt: Salt::new(salt).map_err(|error| badly(&error))?,
            cost_parameter: 1 << 14,
            block_size: 8,
            parallelization: 5,
            key_length: None,
        }),
        encryption: EncryptionScheme::Aes256Cbc {
            iv: iv.try_into().map_err(|error| badly(&error))?,
        },
    })
}

/// Refuses what costs too much, and numbers that are none of scrypt's.
pub(super) fn check(parameters: &Parameters) -> Result<(), KeyError> {
    match &parameters.kdf {
        Kdf::Scrypt(scrypt) => scrypt_is_bounded(scrypt),
        Kdf::Pbkdf2(pbkdf2) => {
            if pbkdf2.prf == Pbkdf2Prf::HmacWithSha1 {
                return Err(KeyError::Cipher("PBKDF2 with SHA-1".to_owned()));
            }
            if pbkdf2.iteration_count == 0 {
                return Err(KeyError::Encoding("PBKDF2 without a round".to_owned()));
            }
            if pbkdf2.iteration_count > MAX_ROUNDS {
                return Err(KeyError::Cost {
                    asked: format!("{} rounds of PBKDF2", pbkdf2.iteration_count),
                    limit: MAX_ROUNDS.to_string(),
                });
            }
            Ok(())
        }
        _ => Err(KeyError::Cipher("an unknown derivation of keys".to_owned())),
    }
}

fn scrypt_is_bounded(scrypt: &ScryptParams) -> Result<(), KeyError> {
    let (n, r, p) = (
        scrypt.cost_parameter,
        u64::from(scrypt.block_size),
        u64::from(scrypt.parallelization),
    );
    if n < 2 || !n.is_power_of_two() || r == 0 || p == 0 {
        return Err(KeyError::Encoding(format!(
            "scrypt cannot have N = {n}, r = {r}, p = {p}"
        )));
    }
    let memory = n.saturating_add(p).saturating_mul(r).saturating_mul(128);
    if memory > MAX_MEMORY {
        return Err(KeyError::Cost {
            asked: format!("{} MiB of memory", memory >> 20),
            limit: format!("{} MiB", MAX_MEMORY >> 20),
        });
    }
    let work = n.saturating_mul(r).saturating_mul(p);
    if work > MAX_WORK {
        return Err(KeyError::Cost {
            asked: format!("{work} steps of scrypt"),
            limit: MAX_WORK.to_string(),
        });
    }
    Ok(())
}
