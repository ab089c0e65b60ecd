/* Arrays by document that a thread keeps: to allocate and clear them for each list of each query would take longer than
 * to read most lists. They are all 0 between uses, and a file of their own keeps compilers from looking a thread's up
 * in each step of a loop.
 */

#include "kernel.h"

static _Thread_local uint8_t impacts[DOCUMENTS];
static _Thread_local double sums[DOCUMENTS];

uint8_t *impacts_by_doc(void)
{
    return impacts;
}

double *sums_by_doc(void)
{
    return sums;
}
