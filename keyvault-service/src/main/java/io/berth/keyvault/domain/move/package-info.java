/** Moving keys from one container to another. */
@NullMarked
package io.berth.keyvault.domain.move;

import org.jspecify.annotations.NullMarked;
