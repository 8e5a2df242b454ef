/** Judges each call against the entries of the container. */
@NullMarked
package io.berth.keyvault.access;

import org.jspecify.annotations.NullMarked;
