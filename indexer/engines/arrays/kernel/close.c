/* How many documents match each clause of a query, how many clauses has one at most, and which have most of them by
 * weight? For queries that find little: `closest.py` and `Search._most`.
 */

#include <math.h>
#include <stdlib.h>

#include "kernel.h"

static size_t count_flagged(const uint8_t *restrict tiers, const uint8_t *restrict flags, size_t count)
{
    size_t total = 0;
    for (size_t i = 0; i < count; i++)
        total += tiers[i] != NO_MATCH && flags[i];
    return total;
}

/* Set how many of the flagged documents match each clause. */
Failure clause_frequencies(const Format *format, const Node *clauses, size_t clause_count, Leaf *leaves,
                           const uint8_t *flags, size_t *frequencies)
{
    uint8_t *tiers = malloc(DOCUMENTS);
    Failure failure = tiers ? NULL : OUT_OF_MEMORY;
    for (size_t clause = 0; clause < clause_count && !failure; clause++) {
        failure = evaluate_all(format, &clauses[clause], leaves, tiers);
        if (!failure)
            frequencies[clause] = count_flagged(tiers, flags, format->documents);
    }
    free(tiers);
    return failure;
}

static void add_matching(const uint8_t *restrict tiers, size_t count, uint16_t *restrict matching)
{
    for (size_t i = 0; i < count; i++)
        matching[i] = (uint16_t)(matching[i] + (tiers[i] != NO_MATCH));
}

/* Set the greatest number of clauses that a flagged document matches: `tiers.matching_clauses`. */
Failure most_clauses(const Format *format, const Node *clauses, size_t clause_count, Leaf *leaves, const uint8_t *flags,
                     size_t *most)
{
    uint8_t *tiers = malloc(DOCUMENTS);
    uint16_t *matching = calloc(DOCUMENTS, sizeof *matching);
    Failure failure = tiers && matching ? NULL : OUT_OF_MEMORY;
    for (size_t clause = 0; clause < clause_count && !failure; clause++) {
        failure = evaluate_all(format, &clauses[clause], leaves, tiers);
        if (!failure)
            add_matching(tiers, format->documents, matching);
    }
    *most = 0;
    for (size_t doc = 0; doc < format->documents && !failure; doc++)
        *most = flags[doc] && matching[doc] > *most ? matching[doc] : *most;
    free(tiers);
    free(matching);
    return failure;
}

/* Add the share of a clause to that of each document that matches it. */
static void add_share(const uint8_t *restrict tiers, double share, size_t count, double *restrict shares)
{
    for (size_t i = 0; i < count; i++)
        shares[i] += (double)(tiers[i] != NO_MATCH) * share;
}

/* Collect the documents with at least this share in ascending order, and clear the shares of all. */
static size_t collect_close(double *restrict shares, size_t documents, double least, Close *close)
{
    size_t count = 0;
    for (size_t doc = 0; doc < documents; doc++) {
        if (shares[doc] >= least) {
            close->docs[count] = (uint16_t)doc;
            close->shares[count++] = shares[doc];
        }
        shares[doc] = 0;
    }
    return count;
}

static int make_room(Close *close, size_t documents)
{
    close->docs = malloc((documents + 1) * sizeof *close->docs);
    close->shares = malloc((documents + 1) * sizeof *close->shares);
    return close->docs && close->shares;
}

/* Set the tier of each clause in each of the documents. */
static Failure close_tiers(const Format *format, const Node *clauses, size_t clause_count, Leaf *leaves, Close *close)
{
    close->tiers = malloc(close->count * clause_count + 1);
    Failure failure = close->tiers ? NULL : OUT_OF_MEMORY;
    for (size_t clause = 0; clause < clause_count && !failure; clause++)
        failure = evaluate_among(format, &clauses[clause], leaves, close->docs, close->count,
                                 close->tiers + clause * close->count);
    return failure;
}

/* Find the documents that have at least this share of some clauses, of which each has a share. */
Failure find_close(const Format *format, const Node *clauses, const double *shares_of, size_t clause_count,
                   Leaf *leaves, double least, Close *close)
{
    uint8_t *tiers = malloc(DOCUMENTS);
    double *shares = sums_by_doc();
    Failure failure = make_room(close, format->documents) && tiers ? NULL : OUT_OF_MEMORY;
    for (size_t clause = 0; clause < clause_count && !failure; clause++) {
        failure = evaluate_all(format, &clauses[clause], leaves, tiers);
        if (!failure)
            add_share(tiers, shares_of[clause], format->documents, shares);
    }
    free(tiers);
    close->count = collect_close(shares, format->documents, failure ? INFINITY : least, close);
    return failure ? failure : close_tiers(format, clauses, clause_count, leaves, close);
}

void free_close(Close *close)
{
    free(close->docs);
    free(close->shares);
    free(close->tiers);
}
