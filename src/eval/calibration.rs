//! Probabilities and whether they kept their word: of what got 0.8, four in five should be right.

/// Bins of equal width.
const BINS: usize = 15;

/// What was given each probability, gathered in bins.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Calibration {
    bins: [Bin; BINS],
}

#[derive(Clone, Copy, Debug, Default)]
struct Bin {
    count: usize,
    right: usize,
    probability: f64,
}

impl Calibration {
    /// Something given a probability of 0 to 1 was right or wrong.
    pub fn add(&mut self, probability: f32, right: bool) {
        let bin = &mut self.bins[((probability * BINS as f32) as usize).min(BINS - 1)];
        bin.count += 1;
        bin.right += usize::from(right);
        bin.probability += f64::from(probability);
    }

    /// Adds what another has gathered.
    pub fn merge(&mut self, other: &Calibration) {
        for (bin, other) in self.bins.iter_mut().zip(&other.bins) {
            bin.count += other.count;
            bin.right += other.right;
            bin.probability += other.probability;
        }
    }

    /// Expected calibration error, 0 to 1: the distance between the mean probability and the share that is right, averaged over
    /// the bins by what is in them.
    pub fn error(&self) -> f64 {
        let all: usize = self.bins.iter().map(|bin| bin.count).sum();
        let distance: f64 = self.bins.iter().map(|bin| (bin.probability - bin.right as f64).abs()).sum();
        if all == 0 { 0.0 } else { distance / all as f64 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_kept_and_broken() {
        let mut kept = Calibration::default();
        for k in 0..10 {
            kept.add(0.8, k < 8);
        }
        assert!(kept.error() < 1e-6);
        let mut broken = Calibration::default();
        broken.add(1.0, false);
        broken.add(0.0, false);
        assert!((broken.error() - 0.5).abs() < 1e-9);
        broken.merge(&kept);
        assert!((broken.error() - 1.0 / 12.0).abs() < 1e-6);
        assert_eq!(Calibration::default().error(), 0.0);
    }
}
