/** Wrapped keys in an LDAP directory. */
@NullMarked
package io.berth.keyvault.container.ldap;

import org.jspecify.annotations.NullMarked;
