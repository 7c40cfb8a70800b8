"""Ratios, never absolute times: a page beside a bare view that runs the same SQL, interleaved in one run."""
