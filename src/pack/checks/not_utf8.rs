//! A file of the pack is not UTF-8 text.
//!
//! Packs are read as UTF-8 and as nothing else, so that a name means the same on every machine. A file saved in GBK,
//! Big5 or UTF-16 shows as noise or not at all. The finding gives the first byte that is no UTF-8.
//!
//! ## Example
//!
//! A `complaint.yaml` that an older editor saved as GBK.
//!
//! ## Instead
//!
//! Save the file again as "UTF-8" (without a signature, if the editor asks).
