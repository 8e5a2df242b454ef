/** The HTTP interface. Bodies that carry secrets are read and written as bytes, never as text. */
@NullMarked
package io.berth.keyvault.rest;

import org.jspecify.annotations.NullMarked;
