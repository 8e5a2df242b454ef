/**
 * What can be done with the inventory. Each operation loads what it decides from, lets the domain
 * decide, and saves rows and events in one transaction.
 */
@NullMarked
package io.berth.inventory.app;

import org.jspecify.annotations.NullMarked;
