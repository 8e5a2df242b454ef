/**
 * Authentication by Kerberos, through GSS-API: hosts of one realm, that is of one forest, prove who
 * they are by their keytabs, and every message is encrypted.
 */
@NullMarked
package io.berth.mover.wire.kerberos;

import org.jspecify.annotations.NullMarked;
