"""Many runs: the runner, and what the value of storage, the weight of each input and the near-optimal plans are."""
