//! `nuandong serve` and `nuandong worker`.

use std::{net::SocketAddr, time::Duration};

use anyhow::Context;
use tokio::{net::TcpListener, time::Instant};
use tokio_util::sync::CancellationToken;

use super::{demo, open};
use crate::{
    actions::set_up_staff::{self, NewStaff},
    config::{self, Config},
    domain::staff::Role,
    jobs,
    portal::Portal,
    storage, web,
};

#[derive(clap::Args, Default)]
pub struct Options {
    /// Only the web server; run `nuandong worker` beside it
    #[arg(long)]
    no_worker: bool,
    /// Leave the schema as it is
    #[arg(long)]
    no_migrate: bool,
    /// A demonstration: people of every role, reports in every state, a mark on each page; on this machine only
    #[arg(long)]
    demo: bool,
}

/// After this much time a stop no longer waits for anybody.
const PATIENCE: Duration = Duration::from_secs(8);

pub async fn run(mut config: Config, options: Options) -> anyhow::Result<()> {
    if options.demo {
        demo::prepare_config(&mut config)?;
    }
    let portal = open(config, !options.no_migrate).await?;
    web::calls::register();
    for name in config::ignored() {
        tracing::warn!("{name} is set, and means nothing to this version");
    }
    let listener = TcpListener::bind(portal.config.listen)
        .await
        .with_context(|| format!("cannot listen on {}", portal.config.listen))?;
    if options.demo {
        demo::fill(&portal).await?;
    } else {
        greet(&portal).await?;
    }
    // Listened for before the address is told: whoever reads it may stop us at once.
    let stopped = stop_signal()?;
    println!("{}", portal.config.public_url);
    if portal.browser_part.is_none() {
        tracing::info!("no browser part found: every page works, without its conveniences (`make browser` builds it)");
    }
    let stop = CancellationToken::new();
    let worker = if options.no_worker {
        tokio::spawn(follow_lists(portal.clone(), stop.clone()))
    } else {
        tokio::spawn(jobs::work(portal.clone(), stop.clone()))
    };
    let stopped_by = tokio::spawn({
        let stop = stop.clone();
        async move {
            stop.cancelled().await;
            Instant::now() + PATIENCE
        }
    });
    let (signal, live) = (stop.clone(), portal.clone());
    tokio::spawn(async move {
        stopped.await;
        tracing::info!("stopping");
        // Streams of events never end by themselves.
        live.live.stop();
        signal.cancel();
    });
    let app = web::router(portal.clone()).into_make_service_with_connect_info::<SocketAddr>();
    let server = axum::serve(listener, app).with_graceful_shutdown(stop.clone().cancelled_owned());
    tokio::select! {
        served = server.into_future() => served?,
        () = async { stop.cancelled().await; tokio::time::sleep(PATIENCE).await } => tracing::warn!("some requests did not end in time"),
    }
    // A job that is cut off begins anew: its message goes out twice. So it has what is left of the time.
    let last = Instant::now() + Duration::from_secs(1);
    let until = stopped_by.await.map_or(last, |until| until.max(last));
    let _ = tokio::time::timeout_at(until, worker).await;
    close(&portal).await;
    Ok(())
}

/// Takes over imported lists; beside a worker in the same process, that does it.
async fn follow_lists(portal: Portal, stop: CancellationToken) {
    while !stop.is_cancelled() {
        if let Err(error) = portal.refresh_lists().await {
            tracing::warn!(%error, "imported lists could not be read; it is tried again");
        }
        tokio::select! {
            () = stop.cancelled() => {}
            () = tokio::time::sleep(jobs::TIDY_EVERY) => {}
        }
    }
}

/// Ends the connections to the database, unless one of them does not let go.
async fn close(portal: &Portal) {
    let _ = tokio::time::timeout(Duration::from_secs(1), portal.db.close()).await;
}

pub async fn worker(portal: Portal) -> anyhow::Result<()> {
    let stop = CancellationToken::new();
    let worker = tokio::spawn(jobs::work(portal.clone(), stop.clone()));
    stop_signal()?.await;
    stop.cancel();
    let _ = tokio::time::timeout(PATIENCE, worker).await;
    close(&portal).await;
    Ok(())
}

/// On the very first start: an administrator, with a link to set up a password.
async fn greet(portal: &Portal) -> anyhow::Result<()> {
    if !storage::staff::list(&portal.db).await?.is_empty() {
        return Ok(());
    }
    let home = portal.courts().home().code.clone();
    let new = NewStaff { username: "admin", name: "管理员", court: &home, role: Role::Admin, password: None };
    if let Some(token) = set_up_staff::add_staff(portal, new).await? {
        println!("First start. Set up the administrator (user admin) within 72 hours:");
        println!("{}/staff/setup/{token}", portal.config.public_url);
        println!("Then add people: nuandong staff add --username U --name N --court CODE --role ROLE");
    }
    Ok(())
}

/// Begins to listen for SIGTERM and Ctrl-C; what comes back ends when one arrives.
fn stop_signal() -> std::io::Result<impl Future<Output = ()>> {
    #[cfg(unix)]
    let mut terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
    Ok(async move {
        #[cfg(unix)]
        tokio::select! {
            _ = terminate.recv() => {}
            _ = tokio::signal::ctrl_c() => {}
        }
        #[cfg(not(unix))]
        let _ = tokio::signal::ctrl_c().await;
    })
}
