//! Empty: each example is one plugin of the bench. Their rules stand in words in `tests/bench/README.md`; the other
//! engines of the bench decide the same ones, and the bench fails where two engines disagree.
