package io.plimsoll.api.tls;

import io.plimsoll.core.config.ConfigException;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.List;
import javax.net.ssl.X509KeyManager;

/** A certificate chain and its private key in two PEM files, as they are at the moment. */
record KeyPairFiles(Path certificate, Path key) {

  /**
   * Reads both, and proves that they can be served.
   *
   * @throws ConfigException with what is wrong with which file; never with what is in it
   */
  Loaded load(Vertx vertx) {
    Buffer certificateText = read("tls.certificate", certificate);
    Buffer keyText = read("tls.key", key);
    PemKeyCertOptions options =
        new PemKeyCertOptions().setCertValue(certificateText).setKeyValue(keyText);
    check(vertx, options);
    return new Loaded(options);
  }

  /** Fit to be served; equal when the files have the same bytes. */
  record Loaded(PemKeyCertOptions options) {
    boolean sameAs(Loaded other) {
      return options.getCertValues().equals(other.options.getCertValues())
          && options.getKeyValues().equals(other.options.getKeyValues());
    }
  }

  private static Buffer read(String name, Path file) {
    try {
      return Buffer.buffer(Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      throw problem(name, file, "does not exist");
    } catch (IOException e) {
      throw problem(name, file, "cannot be read: " + e.getMessage());
    }
  }

  private void check(Vertx vertx, PemKeyCertOptions options) {
    try {
      String alias = Collections.list(options.loadKeyStore(vertx).aliases()).getFirst();
      X509KeyManager manager =
          (X509KeyManager) options.getKeyManagerFactory(vertx).getKeyManagers()[0];
      X509Certificate own = manager.getCertificateChain(alias)[0];
      own.checkValidity();
      if (!fits(manager.getPrivateKey(alias), own)) {
        throw problem("tls.key", key, "is not the key of " + certificate);
      }
    } catch (ConfigException e) {
      throw e;
    } catch (CertificateExpiredException | CertificateNotYetValidException e) {
      throw problem("tls.certificate", certificate, "is not valid now: " + e.getMessage());
    } catch (CertificateException e) {
      throw problem("tls.certificate", certificate, "has no PEM certificate that can be read");
    } catch (Exception e) { // whatever a parser makes of a stranger's file
      throw problem(
          "tls.key",
          key,
          "has no PEM private key that can be read, or %s no certificate".formatted(certificate));
    }
  }

  private static boolean fits(PrivateKey key, X509Certificate certificate)
      throws GeneralSecurityException {
    String algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> key.getAlgorithm();
        };
    if (!certificate.getPublicKey().getAlgorithm().equals(key.getAlgorithm())) {
      return false;
    }
    byte[] text = {1, 2, 3};
    Signature signature = Signature.getInstance(algorithm);
    signature.initSign(key);
    signature.update(text);
    byte[] signed = signature.sign();
    signature.initVerify(certificate.getPublicKey());
    signature.update(text);
    return signature.verify(signed);
  }

  private static ConfigException problem(String name, Path file, String what) {
    return new ConfigException(List.of(name + ": " + file + " " + what));
  }
}
