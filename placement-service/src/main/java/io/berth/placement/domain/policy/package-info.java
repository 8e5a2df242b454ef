/**
 * By what is decided: constants, goals and settings of groups, rules that come from data files, and
 * the moment of a decision.
 */
@NullMarked
package io.berth.placement.domain.policy;

import org.jspecify.annotations.NullMarked;
