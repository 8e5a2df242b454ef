/** What people and other services may ask: assignments, decisions, hosts and what-if ratings. */
@NullMarked
package io.berth.placement.rest;

import org.jspecify.annotations.NullMarked;
