/* How many of the documents found have each facet value? Counted by profile: `SegmentColumns.value_counts`. */

#include <stdlib.h>

#include "kernel.h"

static Failure count_profiles(const Format *format, const Found *found, uint32_t *counts, size_t profiles)
{
    for (size_t i = 0; i < found->count; i++) {
        size_t profile = at(&format->profiles, found->docs[i]);
        if (profile >= profiles)
            return "profiles";
        counts[profile]++;
    }
    return NULL;
}

/* Add the documents whose profile is `passing` (a byte for each, NULL for all) to the counts of its values. */
Failure count_values(const Format *format, const Found *found, const uint8_t *passing, size_t profiles,
                     uint32_t *counts, size_t values)
{
    uint32_t *of_profile = calloc(profiles + 1, sizeof *of_profile);
    Failure failure = of_profile ? count_profiles(format, found, of_profile, profiles) : OUT_OF_MEMORY;
    for (size_t profile = 0; profile < profiles && !failure; profile++) {
        Range range;
        if (!of_profile[profile] || (passing && !passing[profile]))
            continue;
        if (!row_range(&format->profile_starts, profile, format->profile_values.length, &range))
            failure = "profile_starts";
        for (size_t i = range.start; i < range.end && !failure; i++) {
            size_t value = at(&format->profile_values, i);
            if (value >= values)
                failure = "profile_values";
            else
                counts[value] += of_profile[profile];
        }
    }
    free(of_profile);
    return failure;
}
