/**
 * What can be done with replication. Each operation loads what it decides from, lets the domain
 * decide, and saves rows and events in one transaction.
 */
@NullMarked
package io.berth.replica.app;

import org.jspecify.annotations.NullMarked;
