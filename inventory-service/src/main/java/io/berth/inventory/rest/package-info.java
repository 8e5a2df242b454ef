/**
 * The HTTP interface: requests are read into typed values with every fault named at once, refusals
 * become problem details, states become views.
 */
@NullMarked
package io.berth.inventory.rest;

import org.jspecify.annotations.NullMarked;
