/** Whether this instance can open what is stored. */
@NullMarked
package io.berth.keyvault.health;

import org.jspecify.annotations.NullMarked;
