#include <fmt/format.h>
#include <openssl/ssl.h>

#include "http/listener.hpp"

namespace aksis::http {
namespace asio = boost::asio;

Result<asio::ssl::context> make_tls(const Tls& tls) {
  asio::ssl::context context(asio::ssl::context::tls_server);
  auto* native = context.native_handle();
  SSL_CTX_set_min_proto_version(native, tls.allow_1_2 ? TLS1_2_VERSION : TLS1_3_VERSION);
  SSL_CTX_set_options(native, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_NO_TICKET |
                                  SSL_OP_CIPHER_SERVER_PREFERENCE);
  SSL_CTX_set_session_cache_mode(native, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_cipher_list(native, "ECDHE+AESGCM:ECDHE+CHACHA20");
  SSL_CTX_set1_groups_list(native, "X25519:P-256:P-384");
  boost::system::error_code error;
  context.use_certificate_chain_file(tls.certificate_path, error);
  if (error)
    return invalid(
        fmt::format("the certificate {} cannot be used: {}; give a PEM file with the "
                    "whole chain",
                    tls.certificate_path, error.message()));
  context.use_private_key_file(tls.key_path, asio::ssl::context::pem, error);
  if (error)
    return invalid(
        fmt::format("the key {} cannot be used: {}; give the PEM key of the certificate "
                    "{}",
                    tls.key_path, error.message(), tls.certificate_path));
  return context;
}

}  // namespace aksis::http
