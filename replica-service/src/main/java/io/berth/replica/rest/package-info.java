/** What people and other services may ask of replica. */
@NullMarked
package io.berth.replica.rest;

import org.jspecify.annotations.NullMarked;
