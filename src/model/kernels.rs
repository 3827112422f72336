//! The integer matrix product, in one version for each kind of processor; the only unsafe code of the crate's model.
//!
//! `gemm` multiplies rows of unsigned bytes (8-bit activations shifted by 128) with an interleaved signed 8-bit matrix and
//! returns floats: `out[m][n] = scale[m] * scale[n] * (sum_k (a[m][k] - 128) * w[n][k]) + bias[n]`. Sums are exact
//! 32-bit integers in every version, so all processors give the same result to the bit.
//!
//! `dispatch!` compiles a plain function for the same kinds of processors, so that the float loops use wide registers.
//! They hold no fused multiply-add (Rust never contracts by itself), so these too agree to the bit.

#![allow(unsafe_code, reason = "the one place for it: intrinsics and calls that need a kind of processor")]

use super::weights::{Linear, PANEL};

/// What the processor can do, found once when the model is loaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Isa {
    Portable,
    #[cfg(target_arch = "x86_64")]
    Avx2,
    /// AVX2 with the 8-bit dot product of 256 bits (AVX-VNNI), as processors without AVX-512 have it.
    #[cfg(target_arch = "x86_64")]
    AvxVnni,
    /// AVX-512 with the 8-bit dot product (VNNI).
    #[cfg(target_arch = "x86_64")]
    Avx512,
}

impl Isa {
    pub fn detect() -> Isa {
        Isa::available().last().copied().unwrap_or(Isa::Portable)
    }

    /// Every version this processor can run, the fastest last.
    pub fn available() -> Vec<Isa> {
        #[allow(unused_mut)]
        let mut out = vec![Isa::Portable];
        #[cfg(target_arch = "x86_64")]
        {
            if is_x86_feature_detected!("avx2") {
                out.push(Isa::Avx2);
                if is_x86_feature_detected!("avxvnni") {
                    out.push(Isa::AvxVnni);
                }
                let wide = is_x86_feature_detected!("avx512f")
                    && is_x86_feature_detected!("avx512bw")
                    && is_x86_feature_detected!("avx512vl")
                    && is_x86_feature_detected!("avx512dq")
                    && is_x86_feature_detected!("avx512vnni");
                if wide {
                    out.push(Isa::Avx512);
                }
            }
        }
        out
    }
}

/// Defines `fn name(isa, args..)` that runs `body` compiled for the given kind of processor.
macro_rules! dispatch {
    ($(#[$doc:meta])* $vis:vis fn $name:ident($($arg:ident: $ty:ty),* $(,)?) $body:block) => {
        $(#[$doc])*
        #[allow(unsafe_code, reason = "the calls below are safe where the processor has what was found")]
        $vis fn $name(isa: $crate::model::kernels::Isa, $($arg: $ty),*) {
            #[inline(always)]
            fn body($($arg: $ty),*) $body

            #[cfg(target_arch = "x86_64")]
            #[target_feature(enable = "avx2")]
            fn avx2($($arg: $ty),*) { body($($arg),*) }

            #[cfg(target_arch = "x86_64")]
            #[target_feature(enable = "avx2,avx512f,avx512bw,avx512vl,avx512dq")]
            fn avx512($($arg: $ty),*) { body($($arg),*) }

            match isa {
                $crate::model::kernels::Isa::Portable => body($($arg),*),
                // SAFETY: an `Isa` other than `Portable` only comes from `Isa::available`, which found these features.
                #[cfg(target_arch = "x86_64")]
                $crate::model::kernels::Isa::Avx2 | $crate::model::kernels::Isa::AvxVnni => unsafe { avx2($($arg),*) },
                // SAFETY: as above.
                #[cfg(target_arch = "x86_64")]
                $crate::model::kernels::Isa::Avx512 => unsafe { avx512($($arg),*) },
            }
        }
    };
}
pub(crate) use dispatch;

/// Rows of 8-bit activations: `bytes` holds value / scale + 128.
#[derive(Default)]
pub struct Quantised {
    pub bytes: Vec<u8>,
    pub scales: Vec<f32>,
    pub columns: usize,
}

impl Quantised {
    pub fn rows(&self) -> usize {
        self.scales.len()
    }
}

/// Most rows one tile of a kernel takes: with four vectors of outputs each they fill the 32 registers of AVX-512, with two
/// the 16 of AVX2.
const TILE: usize = 6;

/// Sums of one tile and one panel, before scaling.
type Sums = [[i32; PANEL]; TILE];

/// `out` becomes `a.rows() x w.width()`.
pub fn gemm(isa: Isa, a: &Quantised, w: &Linear, out: &mut Vec<f32>) {
    let (rows, width, inputs) = (a.rows(), w.width(), w.inputs);
    assert_eq!(a.columns, inputs, "activations and matrix disagree");
    assert!(inputs.is_multiple_of(4) && w.packed.len() == width * inputs && width.is_multiple_of(PANEL));
    // Every value is written below: what was there need not be cleared.
    out.resize(rows * width, 0.0);
    match isa {
        Isa::Portable => tiles(&a.bytes, a, w, out, portable),
        // SAFETY: `Isa::Avx2` only comes from `Isa::available`, which found AVX2.
        #[cfg(target_arch = "x86_64")]
        Isa::Avx2 => unsafe { x86::gemm_avx2(a, w, out) },
        // SAFETY: `Isa::AvxVnni` only comes from `Isa::available`, which found AVX2 and AVX-VNNI.
        #[cfg(target_arch = "x86_64")]
        Isa::AvxVnni => unsafe { x86::gemm_vnni(a, w, out) },
        // SAFETY: `Isa::Avx512` only comes from `Isa::available`, which found AVX-512 F and VNNI.
        #[cfg(target_arch = "x86_64")]
        Isa::Avx512 => unsafe { x86::gemm_avx512(a, w, out) },
    }
}

/// Runs `kernel` over all tiles and panels; `values` are the bytes of `a`, in the width that the kernel reads.
#[inline(always)]
fn tiles<T>(values: &[T], a: &Quantised, w: &Linear, out: &mut [f32], kernel: impl Fn(&[&[T]; TILE], &[u8], &mut Sums)) {
    let (rows, width, inputs) = (a.rows(), w.width(), w.inputs);
    let mut sums = [[0; PANEL]; TILE];
    for p in 0..width / PANEL {
        let panel = &w.packed[p * PANEL * inputs..(p + 1) * PANEL * inputs];
        let columns = p * PANEL..(p + 1) * PANEL;
        for start in (0..rows).step_by(TILE) {
            let n = TILE.min(rows - start);
            // The last tile repeats its last row rather than have a kernel for every height.
            let tile = std::array::from_fn(|i| {
                let m = start + i.min(n - 1);
                &values[m * inputs..(m + 1) * inputs]
            });
            kernel(&tile, panel, &mut sums);
            for (m, sums) in (start..start + n).zip(&sums) {
                let out = &mut out[m * width..(m + 1) * width][columns.clone()];
                scale_row(sums, &w.shifts[columns.clone()], &w.scales[columns.clone()], &w.bias[columns.clone()], a.scales[m], out);
            }
        }
    }
}

#[inline(always)]
fn scale_row(sums: &[i32; PANEL], shifts: &[i32], scales: &[f32], bias: &[f32], scale: f32, out: &mut [f32]) {
    for n in 0..PANEL {
        out[n] = (sums[n] - shifts[n]) as f32 * (scales[n] * scale) + bias[n];
    }
}

/// Sums of `tile[i][k] * panel[k / 4][n][k % 4]` over k; the shift by 128 is still in.
fn portable(tile: &[&[u8]; TILE], panel: &[u8], sums: &mut Sums) {
    for (row, sums) in tile.iter().zip(sums) {
        *sums = [0; PANEL];
        for (a, w) in row.as_chunks::<4>().0.iter().zip(panel.as_chunks::<{ 4 * PANEL }>().0) {
            for (sum, w) in sums.iter_mut().zip(w.as_chunks::<4>().0) {
                *sum += (0..4).map(|k| i32::from(a[k]) * i32::from(w[k] as i8)).sum::<i32>();
            }
        }
    }
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use super::{Linear, PANEL, Quantised, Sums, TILE, tiles};
    use std::arch::x86_64::*;

    #[target_feature(enable = "avx2,avx512f,avx512vl,avx512dq,avx512vnni")]
    pub fn gemm_avx512(a: &Quantised, w: &Linear, out: &mut [f32]) {
        tiles(&a.bytes, a, w, out, |tile, panel, sums| avx512(tile, panel, sums));
    }

    #[target_feature(enable = "avx2,avxvnni")]
    pub fn gemm_vnni(a: &Quantised, w: &Linear, out: &mut [f32]) {
        tiles(&a.bytes, a, w, out, |tile, panel, sums| vnni(tile, panel, sums));
    }

    /// `maddubs`, which multiplies bytes, would saturate. So both sides are widened to 16 bits, the activations once here.
    #[target_feature(enable = "avx2")]
    pub fn gemm_avx2(a: &Quantised, w: &Linear, out: &mut [f32]) {
        let wide: Vec<i16> = a.bytes.iter().map(|&byte| i16::from(byte)).collect();
        tiles(&wide, a, w, out, |tile, panel, sums| avx2(tile, panel, sums));
    }

    /// As `portable`. 24 sums of 16 outputs stay in registers; one step takes four inputs.
    #[target_feature(enable = "avx512f,avx512vnni")]
    fn avx512(tile: &[&[u8]; TILE], panel: &[u8], sums: &mut Sums) {
        let steps = panel.len() / (4 * PANEL);
        assert!(tile.iter().all(|row| row.len() == 4 * steps));
        let mut acc = [[_mm512_setzero_si512(); 4]; TILE];
        for s in 0..steps {
            // SAFETY: step s reads bytes 256 s .. 256 s + 256 of `panel`, which has `steps` times 256.
            let w: [__m512i; 4] = std::array::from_fn(|v| unsafe { _mm512_loadu_si512(panel.as_ptr().add(256 * s + 64 * v).cast()) });
            for (acc, row) in acc.iter_mut().zip(tile) {
                // SAFETY: bytes 4 s .. 4 s + 4 of a row of 4 * steps bytes, as asserted.
                let a = _mm512_set1_epi32(unsafe { row.as_ptr().add(4 * s).cast::<i32>().read_unaligned() });
                for (acc, &w) in acc.iter_mut().zip(&w) {
                    *acc = _mm512_dpbusd_epi32(*acc, a, w);
                }
            }
        }
        for (acc, sums) in acc.iter().zip(sums) {
            for (v, &acc) in acc.iter().enumerate() {
                // SAFETY: four stores of 16 integers into 64.
                unsafe { _mm512_storeu_si512(sums.as_mut_ptr().add(16 * v).cast(), acc) };
            }
        }
    }

    /// As `avx512`, of sixteen outputs at a time: twelve sums of eight fill the registers of 256 bits.
    #[target_feature(enable = "avx2,avxvnni")]
    fn vnni(tile: &[&[u8]; TILE], panel: &[u8], sums: &mut Sums) {
        let steps = panel.len() / (4 * PANEL);
        assert!(tile.iter().all(|row| row.len() == 4 * steps));
        for group in 0..PANEL / 16 {
            let mut acc = [[_mm256_setzero_si256(); 2]; TILE];
            for s in 0..steps {
                // SAFETY: 64 bytes at 256 s + 64 group, with group < 4, inside `steps` times 256.
                let w: [__m256i; 2] =
                    std::array::from_fn(|v| unsafe { _mm256_loadu_si256(panel.as_ptr().add(256 * s + 64 * group + 32 * v).cast()) });
                for (acc, row) in acc.iter_mut().zip(tile) {
                    // SAFETY: bytes 4 s .. 4 s + 4 of a row of 4 * steps bytes, as asserted.
                    let a = _mm256_set1_epi32(unsafe { row.as_ptr().add(4 * s).cast::<i32>().read_unaligned() });
                    for (acc, &w) in acc.iter_mut().zip(&w) {
                        *acc = _mm256_dpbusd_avx_epi32(*acc, a, w);
                    }
                }
            }
            for (acc, sums) in acc.iter().zip(sums.iter_mut()) {
                for (v, &acc) in acc.iter().enumerate() {
                    // SAFETY: two stores of eight integers into the sixteen from 16 group on, of 64.
                    unsafe { _mm256_storeu_si256(sums.as_mut_ptr().add(16 * group + 8 * v).cast(), acc) };
                }
            }
        }
    }

    /// As `portable`, of activations of 16 bits. Products are added in pairs to 32 bits, so each output has two sums.
    #[target_feature(enable = "avx2")]
    fn avx2(tile: &[&[i16]; TILE], panel: &[u8], sums: &mut Sums) {
        let steps = panel.len() / (4 * PANEL);
        assert!(tile.iter().all(|row| row.len() == 4 * steps));
        // Eight outputs at a time: 32 weights widen to two registers.
        for group in 0..PANEL / 8 {
            let mut acc = [[_mm256_setzero_si256(); 2]; TILE];
            for s in 0..steps {
                // SAFETY: 32 bytes at 256 s + 32 group, with group < 8, inside `steps` times 256.
                let w: [__m256i; 2] = std::array::from_fn(|v| {
                    _mm256_cvtepi8_epi16(unsafe { _mm_loadu_si128(panel.as_ptr().add(256 * s + 32 * group + 16 * v).cast()) })
                });
                for (acc, row) in acc.iter_mut().zip(tile) {
                    // SAFETY: values 4 s .. 4 s + 4 of a row of 4 * steps values, as asserted.
                    let a = _mm256_set1_epi64x(unsafe { row.as_ptr().add(4 * s).cast::<i64>().read_unaligned() });
                    for (acc, &w) in acc.iter_mut().zip(&w) {
                        *acc = _mm256_add_epi32(*acc, _mm256_madd_epi16(a, w));
                    }
                }
            }
            for (acc, sums) in acc.iter().zip(sums.iter_mut()) {
                let mut pairs = [0i32; 16];
                for (v, &acc) in acc.iter().enumerate() {
                    // SAFETY: two stores of eight integers into sixteen.
                    unsafe { _mm256_storeu_si256(pairs.as_mut_ptr().add(8 * v).cast(), acc) };
                }
                for (sum, pair) in sums[8 * group..8 * group + 8].iter_mut().zip(pairs.as_chunks::<2>().0) {
                    *sum = pair[0] + pair[1];
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_processors_agree_to_the_bit() {
        let mut state = 1u32;
        let mut random = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 24) as u8
        };
        for (rows, inputs, outputs) in [(1, 4, 1), (6, 384, 64), (13, 256, 100), (7, 1536, 130)] {
            let width = usize::next_multiple_of(outputs, PANEL);
            // The extremes too: 255 * -128 is where 16-bit sums would saturate.
            let packed: Vec<u8> = (0..width * inputs).map(|i| if i % 3 == 0 { 0x80 } else { random() }).collect();
            let w = Linear {
                inputs,
                outputs,
                packed: packed.leak(),
                scales: (0..width).map(|n| 0.01 + n as f32 * 1e-4).collect(),
                shifts: (0..width as i32).map(|n| 128 * n).collect(),
                bias: (0..width).map(|n| n as f32).collect(),
            };
            let bytes = (0..rows * inputs).map(|i| if i % 2 == 0 { 255 } else { random() }).collect();
            let a = Quantised { bytes, scales: vec![0.02; rows], columns: inputs };
            let mut expected = Vec::new();
            gemm(Isa::Portable, &a, &w, &mut expected);
            // One value by the definition.
            let (m, n) = (rows - 1, outputs - 1);
            let sum: i32 = (0..inputs)
                .map(|k| {
                    let at = n / PANEL * PANEL * inputs + k / 4 * 4 * PANEL + n % PANEL * 4 + k % 4;
                    i32::from(a.bytes[m * inputs + k]) * i32::from(w.packed[at] as i8)
                })
                .sum();
            assert_eq!(expected[m * width + n], (sum - w.shifts[n]) as f32 * (w.scales[n] * 0.02) + w.bias[n]);
            for isa in Isa::available() {
                let mut out = Vec::new();
                gemm(isa, &a, &w, &mut out);
                assert!(out == expected, "{isa:?} differs for {rows} x {inputs} x {outputs}");
            }
        }
    }
}
