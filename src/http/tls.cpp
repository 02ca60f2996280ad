#include "http/tls.hpp"

#include <fmt/format.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <ctime>

namespace aksis::http {
namespace asio = boost::asio;

namespace {

constexpr const char* kCiphers13 =
    "TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256:TLS_AES_128_GCM_SHA256";
constexpr const char* kCiphers12 = "ECDHE+AESGCM:ECDHE+CHACHA20";
constexpr const char* kGroups = "X25519:P-256:P-384";

// A client made to speak another protocol here (a mail client, say) is turned away before its first
// byte counts; one that names none is served.
int choose_protocol(SSL*, const unsigned char** chosen, unsigned char* size,
                    const unsigned char* wanted, unsigned wanted_size, void*) {
  constexpr std::string_view kOffered = "\x08http/1.1";
  const int found = SSL_select_next_proto(const_cast<unsigned char**>(chosen), size,
                                          reinterpret_cast<const unsigned char*>(kOffered.data()),
                                          kOffered.size(), wanted, wanted_size);
  return found == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_ALERT_FATAL;
}

bool set_policy(SSL_CTX* context, const Tls& tls) {
  SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_NO_TICKET |
                                   SSL_OP_CIPHER_SERVER_PREFERENCE);
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
  // An idle connection gives its buffers back.
  SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_alpn_select_cb(context, choose_protocol, nullptr);
  const int oldest = tls.allow_1_2 ? TLS1_2_VERSION : TLS1_3_VERSION;
  return SSL_CTX_set_min_proto_version(context, oldest) == 1 &&
         SSL_CTX_set_ciphersuites(context, kCiphers13) == 1 &&
         SSL_CTX_set_cipher_list(context, kCiphers12) == 1 &&
         SSL_CTX_set1_groups_list(context, kGroups) == 1;
}

std::string utc(const ASN1_TIME* time) {
  std::tm parts{};
  if (ASN1_TIME_to_tm(time, &parts) != 1) return "an unknown time";
  char text[32];
  return {text, std::strftime(text, sizeof(text), "%Y-%m-%d %H:%M:%S UTC", &parts)};
}

Error wrong_key(const Tls& tls, std::string_view why) {
  return invalid(
      fmt::format("the key {} cannot be used: {}; give the PEM key of the certificate {}",
                  tls.key_path, why, tls.certificate_path));
}

}  // namespace

Result<TlsContext> make_tls(const Tls& tls) {
  auto context = std::make_shared<asio::ssl::context>(asio::ssl::context::tls_server);
  if (!set_policy(context->native_handle(), tls))
    return internal("the TLS library of this system refuses the protocols that aksis offers");
  boost::system::error_code error;
  context->use_certificate_chain_file(tls.certificate_path, error);
  if (error)
    return invalid(
        fmt::format("the certificate {} cannot be used: {}; give a PEM file with the whole chain",
                    tls.certificate_path, error.message()));
  context->use_private_key_file(tls.key_path, asio::ssl::context::pem, error);
  if (error) return wrong_key(tls, error.message());
  // A key of another kind than the certificate's lies beside it without a word.
  if (SSL_CTX_check_private_key(context->native_handle()) != 1)
    return wrong_key(tls, "it is the key of another certificate");
  return context;
}

Status check_validity(const TlsContext& tls, const std::string& path) {
  const auto* certificate = SSL_CTX_get0_certificate(tls->native_handle());
  const auto* from = X509_get0_notBefore(certificate);
  const auto* until = X509_get0_notAfter(certificate);
  if (X509_cmp_current_time(from) > 0)
    return invalid(
        fmt::format("the certificate {} is valid from {} only; check the clock, or wait with it",
                    path, utc(from)));
  if (X509_cmp_current_time(until) < 0)
    return invalid(fmt::format("the certificate {} ended on {}; get a new one", path, utc(until)));
  return {};
}

std::string valid_until(const TlsContext& tls) {
  return utc(X509_get0_notAfter(SSL_CTX_get0_certificate(tls->native_handle())));
}

}  // namespace aksis::http
