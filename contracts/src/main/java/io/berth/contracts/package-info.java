/**
 * The events as records, and the topics with their keys: the only domain vocabulary that services
 * share.
 */
@NullMarked
package io.berth.contracts;

import org.jspecify.annotations.NullMarked;
