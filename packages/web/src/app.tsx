import 'virtual:mantine-styles.css';
import 'virtual:theme-variables.css';
import './global.css';
import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createQueryClient } from './api/client.ts';
import { watchSentForms } from './parts/sent-form-focus.ts';
import { createPageRouter, loadPage } from './router.tsx';
import { Notices } from './shell/notices.tsx';
import { theme } from './theme.ts';

const queryClient = createQueryClient();
const router = createPageRouter(queryClient);

function App() {
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto" withCssVariables={false} withGlobalClasses={false}>
      <QueryClientProvider client={queryClient}>
        <Notices />
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  );
}

loadPage(router);
watchSentForms();
const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
