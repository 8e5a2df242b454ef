/**
 * Which kind of protection against the loss of a site fits, judged by rules that are data. The code
 * here knows figures, comparisons and texts; it knows no kind of replication.
 */
@NullMarked
package io.berth.replica.domain.adviser;

import org.jspecify.annotations.NullMarked;
