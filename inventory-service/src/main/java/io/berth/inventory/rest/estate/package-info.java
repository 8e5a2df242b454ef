/** The estate over HTTP: import, export, schema, search and history. */
@NullMarked
package io.berth.inventory.rest.estate;

import org.jspecify.annotations.NullMarked;
