/**
 * Who may use a ring, how often a key is used, why something is refused. Pure: no key is ever seen
 * here.
 */
@NullMarked
package io.berth.keyvault.domain;

import org.jspecify.annotations.NullMarked;
