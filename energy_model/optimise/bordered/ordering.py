"""An order of the core rows in which a Cholesky factor stays thin."""

from typing import Any

import numpy as np
from scipy.sparse import csc_matrix, csr_array, eye_array
from scipy.sparse.linalg import splu

from energy_model.optimise.bordered.cholesky import elimination_tree, postorder
from energy_model.optimise.matrix import Positions


def thin_order(pattern: Any) -> Positions:
    """Minimum degree, then the elimination tree from the leaves, so that what is used together lies together.

    The minimum-degree order is SuperLU's, which gives it only together with a factorisation; on 385 000 rows that
    takes two seconds. The second step made our factorisation of them 2.6 times as fast.

    Parameters
    ----------
    pattern : sparse array
        Symmetric; only its pattern counts.
    """
    if pattern.shape[0] == 0:
        return np.zeros(0, dtype=np.int64)
    filled = csc_matrix(pattern)
    filled.data = np.ones(filled.nnz)
    dominant = csc_matrix(filled + eye_array(filled.shape[0]) * (2.0 + np.diff(filled.indptr).max()))
    factors = splu(dominant, permc_spec="MMD_AT_PLUS_A", diag_pivot_thresh=0.0, options={"SymmetricMode": True})
    order = np.argsort(factors.perm_c)
    sorted_pattern = csr_array(csr_array(pattern)[order][:, order])
    tree, _ = elimination_tree(sorted_pattern.shape[0], sorted_pattern.indptr, sorted_pattern.indices)
    return order[postorder(tree)]
