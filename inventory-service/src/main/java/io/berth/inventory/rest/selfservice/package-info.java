/** Self-service roles over HTTP, and what a member sees. */
@NullMarked
package io.berth.inventory.rest.selfservice;

import org.jspecify.annotations.NullMarked;
