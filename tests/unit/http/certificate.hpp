// Certificates made in a test, and a TLS client that says which one it was shown. Any thread.
#pragma once

#include <cstdint>
#include <string>

namespace aksis::http::test {

struct CertificateFiles {
  std::string certificate, key;  // paths of PEM files
};

struct CertificateFacts {
  long serial = 1;
  bool rsa = false;                     // else on the curve P-256
  long from_s = -3600, until_s = 3600;  // from now
};

// A self-signed one for "localhost", as FOLDER/NAME.pem and FOLDER/NAME.key.
CertificateFiles make_certificate(const std::string& folder, const std::string& name,
                                  const CertificateFacts& facts = {});

struct TlsAnswer {
  long serial = 0;    // of the certificate shown
  std::string bytes;  // all that came
};

// One request over TLS of exactly `version`; empty when no connection comes about. `protocols`:
// what the client says it speaks (ALPN), each behind its length.
TlsAnswer over_tls(uint16_t port, int version, const std::string& request,
                   const std::string& protocols = "");

// A connection that stays.
class TlsConnection {
 public:
  explicit TlsConnection(uint16_t port);
  TlsConnection(const TlsConnection&) = delete;
  TlsConnection& operator=(const TlsConnection&) = delete;
  ~TlsConnection();
  bool ok() const { return ok_; }
  // Sends, and reads until `end` came.
  std::string ask(const std::string& request, const std::string& end);

 private:
  void* context_ = nullptr;
  void* bio_ = nullptr;
  bool ok_ = false;
};

}  // namespace aksis::http::test
