// The certificate of new connections; another one takes its place while the server runs.
// CurrentTls: any thread.
#pragma once

#include <boost/asio/ssl/context.hpp>
#include <memory>
#include <mutex>

#include "http/server.hpp"

namespace aksis::http {

using TlsContext = std::shared_ptr<boost::asio::ssl::context>;

// TLS 1.3, or 1.2 too, with the certificate chain and key of two PEM files. Refuses files that
// cannot be read or do not belong together.
Result<TlsContext> make_tls(const Tls& tls);

// Refuses a certificate whose time has not come or is over.
Status check_validity(const TlsContext& tls, const std::string& path);

// "2027-01-31 12:00:00 UTC"
std::string valid_until(const TlsContext& tls);

class CurrentTls {
 public:
  // Empty: the server speaks plain HTTP. A connection keeps the one it began with.
  TlsContext get() const {
    const std::lock_guard lock(mutex_);
    return context_;
  }
  void set(TlsContext context) {
    const std::lock_guard lock(mutex_);
    context_.swap(context);
  }

 private:
  mutable std::mutex mutex_;
  TlsContext context_;
};

}  // namespace aksis::http
