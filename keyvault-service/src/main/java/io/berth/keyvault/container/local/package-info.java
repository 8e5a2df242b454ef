/** Wrapped keys in files beside one node. */
@NullMarked
package io.berth.keyvault.container.local;

import org.jspecify.annotations.NullMarked;
