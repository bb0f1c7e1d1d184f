//! Listening, and ending cleanly: what `up` and `serve` share.

use std::net::SocketAddr;
use std::time::Duration;

use app::House;

use tokio::net::TcpListener;
use tokio::runtime::Runtime;

use crate::fault::Fault;

/// Where `up` listens unless told otherwise.
pub(crate) const USUAL: SocketAddr =
    SocketAddr::new(std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST), 7171);

pub(crate) fn runtime() -> Result<Runtime, Fault> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|e| Fault::because("The program could not start its threads", &e))
}

/// A place where we listen, and the wish to end, heard from now on: whoever has been told the address
/// may press Ctrl-C the moment after.
#[derive(Debug)]
pub(crate) struct Listening {
    at: TcpListener,
    #[cfg(unix)]
    wishes: [tokio::signal::unix::Signal; 2],
}

/// Listens at the address that was asked for; where none was, at the usual one or any free one.
pub(crate) async fn listen(asked: Option<SocketAddr>) -> Result<Listening, Fault> {
    let at = match TcpListener::bind(asked.unwrap_or(USUAL)).await {
        Ok(listener) => listener,
        Err(cause) => match asked {
            Some(address) => return Err(refused(address, &cause)),
            None => {
                let free = SocketAddr::new(USUAL.ip(), 0);
                TcpListener::bind(free).await.map_err(|e| refused(free, &e))?
            }
        },
    };
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let deaf = |e: std::io::Error| Fault::because("Ctrl-C cannot be listened for", &e);
        let wishes = [
            signal(SignalKind::interrupt()).map_err(deaf)?,
            signal(SignalKind::terminate()).map_err(deaf)?,
        ];
        Ok(Listening { at, wishes })
    }
    #[cfg(not(unix))]
    Ok(Listening { at })
}

impl Listening {
    pub(crate) fn local_addr(&self) -> std::io::Result<SocketAddr> {
        self.at.local_addr()
    }

    /// The listener, and a future that is done at Ctrl-C or at a service manager's signal.
    fn parts(self) -> (TcpListener, impl Future<Output = ()> + Send + 'static) {
        #[cfg(unix)]
        let ended = async move {
            let [mut interrupt, mut terminate] = self.wishes;
            tokio::select! {
                _ = interrupt.recv() => {}
                _ = terminate.recv() => {}
            }
        };
        #[cfg(not(unix))]
        let ended = async {
            // Where Ctrl-C cannot be heard, the program ends with its window.
            if tokio::signal::ctrl_c().await.is_err() {
                std::future::pending::<()>().await;
            }
        };
        (self.at, ended)
    }
}

/// Serves until Ctrl-C or a request to end, then lets what is under way finish.
pub(crate) async fn serve(
    listening: Listening,
    house: House,
    options: web::Options,
) -> Result<(), Fault> {
    let (listener, ended) = listening.parts();
    let (ends, ending) = tokio::sync::watch::channel(false);
    let mut working = std::pin::pin!(house.work(ending));
    let served = tokio::select! {
        served = web::serve(listener, house.clone(), options, ended) => {
            ends.send_replace(true);
            // A job that takes longer is taken up by the next start, once its claim has run out.
            let _ = tokio::time::timeout(GRACE, &mut working).await;
            served
        }
        () = &mut working => Ok(()),
    };
    served.map_err(|e| Fault::because("Serving broke off", &e))?;
    house.close().await;
    Ok(())
}

/// How long the job under way may still take when the program ends.
const GRACE: Duration = Duration::from_secs(5);

/// Where to listen, as it was typed.
pub(crate) fn address(typed: &str) -> Result<SocketAddr, String> {
    typed.parse().map_err(|_| "write an address and a port, for example 127.0.0.1:7171".to_owned())
}

fn refused(address: SocketAddr, cause: &std::io::Error) -> Fault {
    use std::io::ErrorKind::{AddrInUse, AddrNotAvailable, PermissionDenied};
    match cause.kind() {
        AddrInUse => Fault::new(format!("Another program listens at {address} already."))
            .hint("Choose another port, for example --listen 127.0.0.1:0 for any free one."),
        PermissionDenied => Fault::new(format!("This user may not listen at {address}."))
            .hint("Choose a port above 1023, for example --listen 127.0.0.1:7171."),
        AddrNotAvailable => Fault::new(format!("This machine has no address {}.", address.ip()))
            .hint("Use 127.0.0.1 for this machine alone, or 0.0.0.0 for every address it has."),
        _ => Fault::because(format!("Remit cannot listen at {address}"), cause),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_port_in_use_is_a_fault_only_where_it_was_asked_for() {
        let runtime = runtime().unwrap();
        runtime.block_on(async {
            let first = listen(Some("127.0.0.1:0".parse().unwrap())).await.unwrap();
            let taken = first.local_addr().unwrap();
            let fault = listen(Some(taken)).await.unwrap_err();
            let words = format!("{fault:?}");
            assert!(words.contains("listens at") && words.contains("--listen"), "{words}");
            let one = listen(None).await.unwrap();
            let two = listen(None).await.unwrap();
            assert_ne!(one.local_addr().unwrap(), two.local_addr().unwrap());
        });
    }
}
