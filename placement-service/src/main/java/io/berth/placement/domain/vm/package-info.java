/**
 * One VM as placement knows it: its row with the states that may follow each other, what its host
 * does with it, and what it takes.
 */
@NullMarked
package io.berth.placement.domain.vm;

import org.jspecify.annotations.NullMarked;
