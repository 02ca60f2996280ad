#include "certificate.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <cstdio>

namespace aksis::http::test {
namespace {

constexpr unsigned kRsaBits = 2048;

SSL_CTX* client_context(int oldest, int newest) {
  SSL_CTX* context = SSL_CTX_new(TLS_client_method());
  SSL_CTX_set_min_proto_version(context, oldest);
  SSL_CTX_set_max_proto_version(context, newest);
  return context;
}

BIO* connect(SSL_CTX* context, uint16_t port, bool& ok) {
  BIO* bio = BIO_new_ssl_connect(context);
  BIO_set_conn_hostname(bio, ("127.0.0.1:" + std::to_string(port)).c_str());
  ok = BIO_do_connect(bio) == 1 && BIO_do_handshake(bio) == 1;
  return bio;
}

long serial_of(BIO* bio) {
  SSL* ssl = nullptr;
  BIO_get_ssl(bio, &ssl);
  X509* shown = SSL_get1_peer_certificate(ssl);
  const long serial = shown ? ASN1_INTEGER_get(X509_get0_serialNumber(shown)) : 0;
  X509_free(shown);
  return serial;
}

template <typename Write>
void write_file(const std::string& path, Write write) {
  FILE* file = std::fopen(path.c_str(), "w");
  write(file);
  std::fclose(file);
}

}  // namespace

CertificateFiles make_certificate(const std::string& folder, const std::string& name,
                                  const CertificateFacts& facts) {
  CertificateFiles files{folder + "/" + name + ".pem", folder + "/" + name + ".key"};
  EVP_PKEY* key = facts.rsa ? EVP_RSA_gen(kRsaBits) : EVP_EC_gen("P-256");
  X509* certificate = X509_new();
  X509_set_version(certificate, 2);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate), facts.serial);
  X509_gmtime_adj(X509_getm_notBefore(certificate), facts.from_s);
  X509_gmtime_adj(X509_getm_notAfter(certificate), facts.until_s);
  X509_set_pubkey(certificate, key);
  auto* subject = X509_get_subject_name(certificate);
  X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>("localhost"), -1, -1, 0);
  X509_set_issuer_name(certificate, subject);
  X509_sign(certificate, key, EVP_sha256());
  write_file(files.certificate, [&](FILE* file) { PEM_write_X509(file, certificate); });
  write_file(files.key, [&](FILE* file) {
    PEM_write_PrivateKey(file, key, nullptr, nullptr, 0, nullptr, nullptr);
  });
  X509_free(certificate);
  EVP_PKEY_free(key);
  return files;
}

TlsAnswer over_tls(uint16_t port, int version, const std::string& request,
                   const std::string& protocols) {
  SSL_CTX* context = client_context(version, version);
  if (!protocols.empty())
    SSL_CTX_set_alpn_protos(context, reinterpret_cast<const unsigned char*>(protocols.data()),
                            static_cast<unsigned>(protocols.size()));
  bool ok = false;
  BIO* bio = connect(context, port, ok);
  TlsAnswer out;
  if (ok) {
    out.serial = serial_of(bio);
    BIO_write(bio, request.data(), static_cast<int>(request.size()));
    char block[4096];
    for (int size = 0; (size = BIO_read(bio, block, sizeof(block))) > 0;)
      out.bytes.append(block, static_cast<size_t>(size));
  }
  BIO_free_all(bio);
  SSL_CTX_free(context);
  return out;
}

TlsConnection::TlsConnection(uint16_t port) {
  auto* context = client_context(TLS1_2_VERSION, TLS1_3_VERSION);
  context_ = context;
  bio_ = connect(context, port, ok_);
}

TlsConnection::~TlsConnection() {
  BIO_free_all(static_cast<BIO*>(bio_));
  SSL_CTX_free(static_cast<SSL_CTX*>(context_));
}

std::string TlsConnection::ask(const std::string& request, const std::string& end) {
  auto* bio = static_cast<BIO*>(bio_);
  BIO_write(bio, request.data(), static_cast<int>(request.size()));
  std::string out;
  char block[4096];
  while (out.find(end) == std::string::npos) {
    const int size = BIO_read(bio, block, sizeof(block));
    if (size <= 0) break;
    out.append(block, static_cast<size_t>(size));
  }
  return out;
}

}  // namespace aksis::http::test
