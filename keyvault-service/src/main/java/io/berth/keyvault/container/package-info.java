/** Where wrapped keys of rings are kept. */
@NullMarked
package io.berth.keyvault.container;

import org.jspecify.annotations.NullMarked;
