/**
 * What an agent finds out about its host when it is asked for facts: observations, never verdicts.
 * An absent part could not be found out.
 */
@NullMarked
package io.berth.contracts.facts;

import org.jspecify.annotations.NullMarked;
