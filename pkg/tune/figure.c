/* figure.c -- see figure.h.   SPDX-License-Identifier: Apache-2.0 */
#include "tune/figure.h"

#include <math.h>

/* The normal distribution's 97.5 % quantile. */
#define Z95 1.959963984540054

double ll_prop_share(struct ll_prop prop)
{
    return prop.n ? (double)prop.k / (double)prop.n : (double)NAN;
}

void ll_prop_wilson(struct ll_prop prop, double *low, double *high)
{
    double n = (double)prop.n, share = ll_prop_share(prop), z2 = Z95 * Z95;
    double middle = share + z2 / (2 * n);
    double half = Z95 * sqrt(share * (1 - share) / n + z2 / (4 * n * n));
    *low = prop.k == 0 ? 0 : (middle - half) / (1 + z2 / n);
    *high = prop.k == prop.n ? 1 : (middle + half) / (1 + z2 / n);
}
