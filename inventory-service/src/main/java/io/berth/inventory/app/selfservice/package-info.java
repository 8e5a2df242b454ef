/** Self-service roles, and what their members use. */
@NullMarked
package io.berth.inventory.app.selfservice;

import org.jspecify.annotations.NullMarked;
