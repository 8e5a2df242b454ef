/**
 * A domain as it was: taken back to the moment of a decision, and compared with what came out then.
 */
@NullMarked
package io.berth.placement.domain.replay;

import org.jspecify.annotations.NullMarked;
