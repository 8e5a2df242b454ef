/**
 * What is supported: hosts, management controllers, guests, guest clusters, machines for the
 * manager itself. The rules are data of the rulebook; here is how they are judged.
 */
@NullMarked
package io.berth.inventory.domain.support;

import org.jspecify.annotations.NullMarked;
