//! Float routines over rows: layer norm, GELU, softmax, rounding to 8 bits. Written in lanes of 16, so that the compiler
//! can use any width of register and the order of every sum is the same on every processor.
//!
//! Example: `probability(&[0.0, 0.0], 1, 1.0)` is 0.5.

use super::kernels::{Quantised, dispatch};

pub const LANES: usize = 16;

/// Adding and subtracting it rounds a small float to the nearest integer; its low bits then are that integer.
const ROUND: f32 = 12_582_912.0;

/// e^x within 2e-7 (relative); x is clamped to where the result is a normal number.
#[inline(always)]
pub fn exp(x: f32) -> f32 {
    let x = x.clamp(-87.0, 88.0);
    let shifted = x * std::f32::consts::LOG2_E + ROUND;
    let n = shifted - ROUND;
    let r = x - n * 0.693_359_4 + n * 2.121_944_4e-4;
    let p = 1.987_569_1e-4;
    let p = p * r + 1.398_199_9e-3;
    let p = p * r + 8.333_452e-3;
    let p = p * r + 4.166_579_6e-2;
    let p = p * r + 1.666_666_5e-1;
    let p = p * r + 0.5;
    let power = f32::from_bits((shifted.to_bits() << 23).wrapping_add(127 << 23));
    (p * r * r + r + 1.0) * power
}

/// The error function within 3e-7, as a quotient of polynomials.
#[inline(always)]
pub fn erf(x: f32) -> f32 {
    let x = x.clamp(-4.0, 4.0);
    let y = x * x;
    let a = -2.726_142_3e-10;
    let a = a * y + 2.770_681_5e-8;
    let a = a * y - 2.101_024e-6;
    let a = a * y - 5.692_506_4e-5;
    let a = a * y - 7.349_906_3e-4;
    let a = a * y - 2.954_6e-3;
    let a = a * y - 1.609_603_3e-2;
    let b = -1.456_607_2e-5;
    let b = b * y - 2.133_740_6e-4;
    let b = b * y - 1.682_827e-3;
    let b = b * y - 7.373_329e-3;
    let b = b * y - 1.426_474e-2;
    x * a / b
}

/// Gaussian error linear unit, the activation of BERT.
#[inline(always)]
pub fn gelu(x: f32) -> f32 {
    0.5 * x * (1.0 + erf(x * std::f32::consts::FRAC_1_SQRT_2))
}

/// Combines the lanes pairwise, in an order that does not depend on the processor.
#[inline(always)]
pub fn fold(mut lanes: [f32; LANES], combine: impl Fn(f32, f32) -> f32) -> f32 {
    let mut half = LANES / 2;
    while half > 0 {
        for i in 0..half {
            lanes[i] = combine(lanes[i], lanes[i + half]);
        }
        half /= 2;
    }
    lanes[0]
}

/// The larger; unlike `f32::max` one instruction, as no care is taken of NaN.
#[inline(always)]
pub fn larger(a: f32, b: f32) -> f32 {
    if a > b { a } else { b }
}

/// Sum of `term` over the lanes of equally long rows; the length is a multiple of [`LANES`].
#[inline(always)]
fn lanes(a: &[f32], b: &[f32], term: impl Fn(f32, f32) -> f32) -> f32 {
    let mut sums = [0.0f32; LANES];
    for (a, b) in a.as_chunks::<LANES>().0.iter().zip(b.as_chunks::<LANES>().0) {
        for i in 0..LANES {
            sums[i] += term(a[i], b[i]);
        }
    }
    fold(sums, |x, y| x + y)
}

#[inline(always)]
pub fn dot(a: &[f32], b: &[f32]) -> f32 {
    lanes(a, b, |x, y| x * y)
}

/// Softmax probability of one entry; the higher the temperature, the nearer to that of the others.
pub fn probability(row: &[f32], index: usize, temperature: f32) -> f32 {
    let max = row.iter().copied().fold(f32::MIN, f32::max);
    let weight = |x: f32| exp((x - max) / temperature);
    let sum: f32 = row.iter().map(|&x| weight(x)).sum();
    row.get(index).map_or(0.0, |&x| weight(x) / sum)
}

pub fn argmax(row: &[f32]) -> usize {
    let mut best = 0;
    for (i, &x) in row.iter().enumerate() {
        if x > row[best] {
            best = i;
        }
    }
    best
}

dispatch! {
    /// `x = norm(x + y)` for every row of `gain.len()` values.
    pub fn add_and_norm(x: &mut [f32], y: &[f32], gain: &[f32], bias: &[f32]) {
        let n = gain.len();
        for (x, y) in x.chunks_exact_mut(n).zip(y.chunks_exact(n)) {
            for (x, y) in x.iter_mut().zip(y) {
                *x += y;
            }
            norm_row(x, gain, bias);
        }
    }
}

dispatch! {
    pub fn norm(x: &mut [f32], gain: &[f32], bias: &[f32]) {
        for x in x.chunks_exact_mut(gain.len()) {
            norm_row(x, gain, bias);
        }
    }
}

#[inline(always)]
fn norm_row(x: &mut [f32], gain: &[f32], bias: &[f32]) {
    let n = x.len() as f32;
    let mean = lanes(x, x, |a, _| a) / n;
    let variance = lanes(x, x, |a, _| (a - mean) * (a - mean)) / n;
    let inverse = 1.0 / (variance + 1e-12).sqrt();
    for ((x, g), b) in x.iter_mut().zip(gain).zip(bias) {
        *x = (*x - mean) * inverse * g + b;
    }
}

dispatch! {
    /// GELU of every value, in place.
    pub fn gelu_all(x: &mut [f32]) {
        for x in x {
            *x = gelu(*x);
        }
    }
}

/// Which part of wider rows to round, and whether GELU comes first.
#[derive(Clone, Copy)]
pub struct Columns {
    pub stride: usize,
    pub start: usize,
    pub count: usize,
    pub gelu: bool,
}

dispatch! {
    /// Rounds `columns` of every row of `x` to 8 bits with a scale for each row.
    pub fn quantise(x: &mut [f32], columns: Columns, out: &mut Quantised) {
        let Columns { stride, start, count, gelu: apply } = columns;
        let rows = x.len() / stride;
        out.columns = count;
        out.bytes.clear();
        out.bytes.resize(rows * count, 128);
        out.scales.clear();
        for (x, q) in x.chunks_exact_mut(stride).zip(out.bytes.chunks_exact_mut(count)) {
            let x = &mut x[start..start + count];
            let mut tops = [1e-10f32; LANES];
            for x in x.as_chunks_mut::<LANES>().0 {
                if apply {
                    for x in x.iter_mut() {
                        *x = gelu(*x);
                    }
                }
                for i in 0..LANES {
                    let a = x[i].abs();
                    tops[i] = larger(a, tops[i]);
                }
            }
            let top = fold(tops, larger);
            let inverse = 127.0 / top;
            for (q, x) in q.iter_mut().zip(&*x) {
                *q = (*x * inverse + (ROUND + 128.0)).to_bits() as u8;
            }
            out.scales.push(top / 127.0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::kernels::Isa;

    #[test]
    fn exp_is_close() {
        for i in -870..880 {
            let x = i as f32 / 10.0;
            let exact = f64::from(x).exp();
            assert!((f64::from(exp(x)) / exact - 1.0).abs() < 3e-7, "{x}: {} for {exact}", exp(x));
        }
        assert!(exp(-1e9) < 1e-37);
    }

    /// The error function by its series, good for small arguments.
    fn series(x: f64) -> f64 {
        let (mut term, mut sum) = (x, x);
        for n in 1..200 {
            term *= -x * x / f64::from(n);
            sum += term / f64::from(2 * n + 1);
        }
        sum * std::f64::consts::FRAC_2_SQRT_PI
    }

    #[test]
    fn erf_is_close() {
        for i in -45..=45 {
            let x = f64::from(i) / 10.0;
            assert!((f64::from(erf(x as f32)) - series(x)).abs() < 1e-6, "{x}");
        }
        assert!(gelu(-9.0).abs() < 1e-5 && (gelu(9.0) - 9.0).abs() < 1e-5);
    }

    #[test]
    fn rows_are_the_same_on_every_processor() {
        let x: Vec<f32> = (0..384 * 5).map(|i| ((i * 7919) % 1000) as f32 / 97.0 - 5.0).collect();
        let gain: Vec<f32> = (0..384).map(|i| 1.0 + i as f32 / 400.0).collect();
        let columns = Columns { stride: 384, start: 64, count: 256, gelu: true };
        let all: Vec<_> = Isa::available()
            .into_iter()
            .map(|isa| {
                let (mut y, mut q) = (x.clone(), Quantised::default());
                add_and_norm(isa, &mut y, &x, &gain, &gain);
                quantise(isa, &mut y, columns, &mut q);
                (y, q.bytes, q.scales)
            })
            .collect();
        assert!(all.iter().all(|a| *a == all[0]));
    }

    #[test]
    fn rounding_is_symmetric() {
        let mut x: Vec<f32> = (-8..8).map(|i| i as f32).collect();
        let mut q = Quantised::default();
        quantise(Isa::Portable, &mut x, Columns { stride: 16, start: 0, count: 16, gelu: false }, &mut q);
        assert_eq!((q.bytes[0], q.bytes[8], q.scales[0]), (1, 128, 8.0 / 127.0));
    }

    #[test]
    fn softmax_of_equals() {
        assert_eq!(probability(&[0.0, 0.0], 1, 1.0), 0.5);
        assert_eq!(probability(&[0.0, 0.0], 2, 1.0), 0.0);
        assert!(probability(&[0.0, 1.0], 1, 2.0) < probability(&[0.0, 1.0], 1, 1.0));
        assert_eq!(argmax(&[1.0, 3.0, 3.0]), 1);
    }
}
