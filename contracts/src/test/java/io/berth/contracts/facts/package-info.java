@NullMarked
package io.berth.contracts.facts;

import org.jspecify.annotations.NullMarked;
